import { wordsOf, breakLines } from '../../server/certificates/pdf/lines.js'
import { forDrawing, runsOf } from '../../server/certificates/pdf/runs.js'
import { openTypefaces } from '../../server/certificates/pdf/typefaces.js'

const typefaces = openTypefaces()
const runs = (text: string) => runsOf(text, typefaces, 'display', 'chinese')?.map((run) => run.text)
const fonts = (text: string, han: 'chinese' | 'japanese' = 'chinese') =>
  runsOf(text, typefaces, 'display', han)?.map(({ slice }) => slice.name.replace(/-\w+-\d+$/, ''))

describe('the order of runs on the line', () => {
  test('one script is one run, and a space stays with it', () => {
    expect(runs('محمد بن عبد الله')).toEqual(['محمد بن عبد الله'])
  })
  test('a Latin name within an Arabic one stands between its parts, which change places', () => {
    expect(runs('محمد Ali الفارسي')).toEqual(['الفارسي', ' ', 'Ali', 'محمد '])
  })
  test('an Arabic name within a Latin one keeps its place', () => {
    expect(runs('Ali محمد Smith')).toEqual(['Ali ', 'محمد', ' ', 'Smith'])
  })
  test('brackets look to the other side where the text runs to the left', () => {
    expect(runs('أحمد (محمد) – 3')).toEqual(['3', ' – (', 'محمد', ')', 'أحمد '])
  })
})

describe('the order of marks', () => {
  test('shadda comes before the vowel that sits on it', () => {
    expect(forDrawing('\u062D\u064E\u0651')).toBe('\u062D\u0651\u064E')
  })
  test('the ring of sara am comes before the tone mark', () => {
    expect(forDrawing('\u0E19\u0E49\u0E33')).toBe('\u0E19\u0E4D\u0E49\u0E32')
  })
  test('letters are composed', () => {
    expect(forDrawing('A\u030A')).toBe('Å')
  })
})

describe('the choice of fonts', () => {
  test('Han characters look Japanese or Chinese as is asked', () => {
    expect(fonts('直', 'japanese')).toEqual(['hina-mincho'])
    expect(fonts('直')).not.toEqual(fonts('直', 'japanese'))
  })
  test('one family shows a whole name where one can', () => {
    expect(new Set(fonts('王涣')?.map((name) => name.split('-')[0]))).toEqual(new Set(['zcool']))
  })
  test('a mark is drawn only by the font of its letter', () => {
    expect(fonts('Ẹ̀')).toHaveLength(1)
    expect(runsOf('\u0416\u0E49', typefaces, 'display', 'chinese')).toBeUndefined()
  })
})

describe('the breaking of lines', () => {
  const word = (text: string, gap = 1) => ({ text, width: text.length, gap })
  test('takes as few lines as fit, and then even ones', () => {
    expect(breakLines([word('aaaa'), word('bbbb'), word('cccc')], 10)).toEqual(['aaaa bbbb', 'cccc'])
    expect(
      breakLines(
        ['aaaaa', 'b', 'c', 'd', 'eeeee'].map((one) => word(one)),
        12,
      ),
    ).toEqual(['aaaaa b c', 'd eeeee'])
  })
  test('cuts what is over the width, and Chinese anywhere', () => {
    expect(wordsOf('ab 王李', () => true).map(({ text }) => text)).toEqual(['ab', '王', '李'])
    expect(wordsOf('abc', () => false).map(({ text }) => text)).toEqual(['a', 'b', 'c'])
  })
})
