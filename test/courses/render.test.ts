import { createI18n } from '../../server/base/i18n.js'
import { createRenderer, type RenderContext } from '../../server/courses/markdown/render.js'
import { sanitize } from '../../server/courses/markdown/sanitize.js'

const { t } = await createI18n()
const renderer = createRenderer()
const context: RenderContext = {
  t: t.en,
  picture: (id) =>
    id === 'form'
      ? {
          src: '/media/small/1.0.0/form.svg',
          width: 720,
          height: 360,
          alt: 'A "form" & more',
          caption: 'Figure 1. *Python*',
          description: 'It has:\n\n- a number',
          credit: 'College, CC BY 4.0',
        }
      : undefined,
}
const page = (markdown: string, language: 'en' | 'fr' | 'es' = 'en') =>
  renderer.page(markdown, { ...context, t: t[language] })

describe('sections', () => {
  test('have ids by place and are listed, with the words of their headings', () => {
    const { html, sections } = page('## Of *Python* & others\n\n### At night\n\n### By day\n\n## Next\n\n### First')
    expect(sections).toEqual([
      { id: 'section-1', title: 'Of Python & others' },
      { id: 'section-2', title: 'Next' },
    ])
    expect(html).toContain('<h2 id="section-1">Of <em>Python</em> &amp; others</h2>')
    expect([...html.matchAll(/<h3 id="([^"]+)"/g)].map((match) => match[1])).toEqual([
      'section-1-1',
      'section-1-2',
      'section-2-1',
    ])
  })
})

describe('boxes', () => {
  test('an example has its own title after its kind, and is named by it', () => {
    const { html } = page('## A\n\n::: example Forty *Python* skins\nCount.\n:::')
    expect(html).toContain('<section class="box box-example" aria-labelledby="box-1">')
    expect(html).toContain(
      '<h3 class="box-title" id="box-1"><span class="box-kind">Example</span> Forty <em>Python</em> skins</h3>',
    )
    expect(html).toMatch(/<p>Count\.<\/p>\s*<\/section>/)
  })

  test.each([
    ['en', 'When in doubt', 'Remember'],
    ['fr', 'En cas de doute', 'À retenir'],
    ['es', 'En caso de duda', 'Recuerde'],
  ] as const)('the others are titled by the platform, in %s', (language, doubt, remember) => {
    const { html } = page('## A\n\n::: doubt\nAsk.\n:::\n\n::: remember\n- x\n:::', language)
    expect(html).toContain(`<h3 class="box-title" id="box-1">${doubt}</h3>`)
    expect(html).toContain(`<h3 class="box-title" id="box-2">${remember}</h3>`)
  })

  test('a box before the first section keeps the order of headings', () => {
    expect(page('::: doubt\nAsk.\n:::').html).toContain('<h2 class="box-title"')
  })
})

describe('tables', () => {
  const table = '| A | B |\n|---|--:|\n| c | d |'

  test('scroll by themselves, with a name of their own', () => {
    const { html } = page(`${table}\n\n## "Rules" & more\n\n${table}`)
    expect(html).toContain('<div class="table-scroll" tabindex="0" role="region" aria-label="Table 1"><table>')
    expect(html).toContain('aria-label="Table 2, in the section “&quot;Rules&quot; &amp; more”"')
    expect(html).toMatch(/<\/table>\s*<\/div>/)
  })

  test('head their columns, without a style that the policy forbids', () => {
    const { html } = page(table)
    expect(html).toContain('<th scope="col">A</th>')
    expect(html).toContain('<td>d</td>')
    expect(html).not.toContain('style')
  })

  test('head their rows where the corner is empty', () => {
    const { html } = page('|  | A |\n|---|---|\n| **b** | c |\n| d | e |')
    expect(html).toContain('<td></td>')
    expect([...html.matchAll(/<th scope="row">(.*?)<\/th>/g)].map((match) => match[1])).toEqual([
      '<strong>b</strong>',
      'd',
    ])
    expect(html).toContain('<td>c</td>')
  })

  test('of three columns or more can be stacked: each cell carries the head of its column, and the roles of a table', () => {
    const { html } = page('|  | *Export* | Import |\n|---|---|---|\n| **I** | permit | two |')
    expect(html).toContain('<table class="stacked" role="table">')
    expect(html).toContain('<td role="cell"></td>\n<th scope="col" role="columnheader"><em>Export</em></th>')
    expect(html).toContain('<th scope="row" role="rowheader"><strong>I</strong></th>')
    expect(html).toContain('<td data-label="Export" role="cell">permit</td>')
    expect(html).toContain('<td data-label="Import" role="cell">two</td>')
    expect(html).toMatch(/<thead role="rowgroup">\s*<tr role="row">/)
    expect(page('| A | B |\n|---|---|\n| c | d |').html).not.toMatch(/stacked|data-label|role="cell"/)
  })
})

describe('figures', () => {
  test('have size, alternative text, caption and a description to open', () => {
    const { html } = page('![](form)')
    expect(html).toContain(
      '<img src="/media/small/1.0.0/form.svg" width="720" height="360" alt="A &quot;form&quot; &amp; more" loading="lazy" decoding="async" />',
    )
    expect(html).toMatch(
      /<a class="figure-file" href="\/media\/small\/1\.0\.0\/form\.svg"><img [^>]*><span>Open the figure at full size<\/span><\/a>/,
    )
    expect(html).toContain(
      '<figcaption><p>Figure 1. <em>Python</em></p><p class="meta">College, CC BY 4.0</p></figcaption>',
    )
    expect(html).toMatch(/<details class="figure-text"><summary>Text description of the figure<\/summary><p>It has:/)
    expect(html).not.toContain('<p><figure')
  })

  test('a picture that is not known, or stands in a line, asks no address', () => {
    const { html } = page('![](https://a.example/x.png)\n\nLook: ![words](https://a.example/x.png)')
    expect(html).not.toContain('<img')
    expect(html).toContain('Look: words')
  })
})

describe('links', () => {
  test('to other sites give nothing away; anchors stay plain', () => {
    const { html } = page('[a](https://cites.org) [b](#section-1)')
    expect(html).toContain('<a href="https://cites.org" rel="noopener">a</a> <a href="#section-1">b</a>')
  })
})

const attacks = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '<svg onload=alert(1)>',
  '<a href="javascript:alert(1)">x</a>',
  '[x](javascript:alert(1))',
  '[x](JaVaScRiPt:alert(1))',
  '[x](data:text/html;base64,PHNjcmlwdD4=)',
  '[x](vbscript:alert(1))',
  '[x](https://cites.org "onmouseover=alert(1)")',
  '![x](javascript:alert(1))',
  '![](form" onerror="alert(1))',
  '![" onerror="alert(1)](form)',
  '## <img src=x onerror=alert(1)>',
  '| <script>alert(1)</script> | b |\n|---|---|\n| c | <iframe src="//a.example"></iframe> |',
  '::: example <script>alert(1)</script>\nx\n:::',
  '::: example " onmouseover="alert(1)\nx\n:::',
  '## " onfocus="alert(1)\n\n| a |\n|---|\n| b |',
  '&lt;script&gt;alert(1)&lt;/script&gt;',
  '<details open ontoggle=alert(1)>',
  '<style>@import "//a.example"</style>',
  '<form action="//a.example"><input name="password"></form>',
]

/** The tags of a page, where a script could hide; words between them are harmless. */
const tags = (html: string) => html.match(/<[^>]*>/g) ?? []
/** Takes quoted values away, in which an attribute's name is but a word. */
const bare = (tag: string) => tag.replaceAll(/"[^"]*"/g, '""')

describe('authors are not trusted with HTML', () => {
  test.each(attacks)('%s', (markdown) => {
    for (const html of [page(markdown).html, renderer.line(markdown), sanitize(markdown)]) {
      expect(tags(html).filter((tag) => /^<\/?(script|svg|iframe|style|form|input|object)/i.test(tag))).toEqual([])
      expect(tags(html).filter((tag) => /\s(on\w+|style|srcdoc|formaction)\s*=/i.test(bare(tag)))).toEqual([])
      expect(tags(html).filter((tag) => /(javascript|vbscript|data):/i.test(tag))).toEqual([])
      expect(tags(html).filter((tag) => /<img(?![^>]*src="\/media\/)/.test(tag))).toEqual([])
    }
  })

  test('HTML is shown as the text that it is', () => {
    expect(page('a <b>b</b>').html).toBe('<p>a &lt;b&gt;b&lt;/b&gt;</p>\n')
  })

  test('the sanitizer holds by itself', () => {
    const dirty =
      '<p onclick="x()" style="color:red" class="admin">a</p><a href="http://a.example" target="_blank">b</a>' +
      '<img src="https://a.example/x"><section class="box other">c</section>'
    expect(sanitize(dirty)).toBe('<p>a</p><a>b</a><section class="box">c</section>')
  })
})

test.each([
  ['Appendix I and Appendices II, III', 'Appendix\u00a0I and Appendices\u00a0II, III'],
  [
    'Annexe II, à l’Article VII, résolution Conf. 12.3',
    'Annexe\u00a0II, à l’Article\u00a0VII, résolution Conf.\u00a012.3',
  ],
  ['Apéndices I y II, Artículo XIV', 'Apéndices\u00a0I y II, Artículo\u00a0XIV'],
  ['An article in the annex. Conf. of old', 'An article in the annex. Conf. of old'],
])('citations stay on one line: %s', (text, kept) => {
  expect(renderer.line(text)).toBe(kept)
  expect(page(`**${text}**`).html).toBe(`<p><strong>${kept}</strong></p>\n`)
})

test('a line has no paragraph around it', () => {
  expect(renderer.line('What of *Python*?')).toBe('What of <em>Python</em>?')
})
