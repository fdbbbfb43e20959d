import { change, without } from './package.js'
import { edit, given, small, testFaults } from './faults.js'

const media = 'media/media.yaml'
const drawing = 'media/form.en.svg'
const alternative = '  alt:\n    en: A form with two fields\n    fr: Un formulaire à deux champs\n'

/** A drawing with something in front of its rectangle. */
const drawn = (name: string, what: string, more: string[] = []) =>
  edit(name, drawing, '  <rect ', `  ${what}\n  <rect `, { at: 3, code: 'unsafe-picture', more })

describe('media.yaml', () => {
  testFaults([
    edit('no alternative text in a language', media, '    fr: Un formulaire à deux champs\n', '', {
      at: 'alt:',
      code: 'picture-without-alt',
      params: { id: 'form', language: 'fr' },
    }),
    edit('no alternative text at all', media, alternative, '', {
      at: 'form:',
      code: 'missing-key',
      params: { key: 'form › alt' },
    }),
    edit('no licence', media, '  licence: CC BY 4.0\n', '', {
      at: 'form:',
      code: 'missing-key',
      params: { key: 'form › licence' },
    }),
    edit('no caption', media, '    fr: Figure 1. Un formulaire\n', '', {
      at: 'caption:',
      code: 'picture-without-caption',
    }),
    edit('no description', media, '    fr: Le formulaire a un numéro et une date.\n', '', {
      at: 'description:',
      code: 'picture-without-description',
    }),
    edit('no file for a language', media, ', fr: form.fr.svg', '', {
      at: 'file:',
      code: 'picture-without-file',
      more: ['unknown-file'],
    }),
    given('a file that is not there', without(small, 'media/form.fr.svg'), {
      file: media,
      at: 'file:',
      code: 'picture-file-missing',
      params: { name: 'form.fr.svg' },
    }),
    edit('markdown in the alternative text', media, 'A form with', 'A *form* with', {
      at: 'A *form*',
      code: 'markup-in-plain-text',
    }),
    edit('HTML in the caption', media, 'Figure 1. A form', 'Figure 1. A <b>form</b>', {
      at: '<b>',
      code: 'html',
      more: ['html'],
    }),
    edit('a heading in the description', media, '      - a number', '      ## Number', {
      at: 'en: |',
      code: 'not-in-format',
    }),
    edit('a link in the description that leads nowhere', media, 'The form has', '[The form](#form) has', {
      at: 'en: |',
      code: 'dead-link',
    }),
    given(
      'a picture that no module shows',
      { ...small, [media]: small[media] + (small[media] ?? '').replace('form:', 'other:') },
      { file: media, at: 'other:', code: 'unused-picture', params: { id: 'other' } },
    ),
  ])
})

describe('the files of pictures', () => {
  testFaults([
    drawn('a script', '<script>alert(1)</script>'),
    drawn('a handler', '<g onload="alert(1)"/>'),
    drawn('a page inside', '<foreignObject width="1" height="1"/>'),
    drawn('a picture from elsewhere', '<image href="https://a.example/x.png"/>'),
    drawn('a shape from elsewhere', '<use xlink:href="https://a.example/x.svg#a"/>'),
    drawn('a paint from elsewhere', '<g fill="url(https://a.example/x.svg#a)"/>'),
    drawn('a link that acts', '<a href="javascript:alert(1)"/>', ['unsafe-picture']),
    drawn('a style sheet', '<style>rect { fill: red }</style>'),
    drawn('a style sheet from elsewhere', '<style>@import "https://a.example/x.css";</style>', ['unsafe-picture']),
    drawn('a style', '<g style="fill: red"/>'),
    drawn('an animation that could set a link', '<animate attributeName="href"/>'),
    drawn('an entity', '<!ENTITY a "b">'),
    given(
      'a photograph that is none',
      {
        ...without(change(small, media, 'form.fr.svg', 'form.fr.png'), 'media/form.fr.svg'),
        'media/form.fr.png': 'text',
      },
      { file: 'media/form.fr.png', at: 1, code: 'picture-type' },
    ),
    given('a drawing that is none', { ...small, [drawing]: 'text' }, { file: drawing, at: 1, code: 'picture-type' }),
  ])
})
