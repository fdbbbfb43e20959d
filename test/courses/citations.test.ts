import { sectionCiting } from '../../server/courses/index.js'

const page = (...texts: string[]) => ({
  html: `<p>Article IX</p>${texts.map((text, n) => `<h2 id="section-${n + 1}">T</h2><p>${text}</p>`).join('\n')}`,
  sections: texts.map((_, n) => ({ id: `section-${n + 1}`, title: 'T' })),
})

describe('the section that teaches a provision', () => {
  const module = page(
    'Article VII, paragraph 2; Article\u00a0VII, paragraph 3; Article\u00a0X.',
    'Article\u00a0VII, paragraph 2, and again (Article\u00a0VII, paragraph 2). Resolution Conf.\u00a09.7 (as of CoP19).',
    'Article\u00a0VII, paragraph 3. Article XII. <strong>Resolution Conf. 12.3</strong>',
    'Resolution Conf. 12.3, Resolution Conf. 12.31, Article VII, paragraph 21',
  )
  test.each([
    ['speaks most of it', 'Article VII, paragraph 2', 'section-2'],
    ['is the last of several', 'Article VII, paragraph 3', 'section-3'],
    ['is not one with a longer number', 'Article X', 'section-1'],
    [
      'is found by the number of a Resolution',
      'resolution Conf. 9.7 (Rev. CoP20), Transit and transhipment',
      'section-2',
    ],
    ['counts each number for itself', 'Resolution Conf. 12.3 (Rev. CoP19), Permits', 'section-4'],
    ['is none where it is not cited', 'Article VIII', undefined],
    ['is none where only the introduction cites it', 'Article IX', undefined],
  ])('%s', (_, label, section) => {
    expect(sectionCiting(module, label)).toBe(section)
  })
})
