import { openFamily, type Family, type Slice } from './families.js'

/** The voices of the page: `display` for names and titles, `text` for the rest, `label` for what names a fact. */
export type Voice = 'display' | 'text' | 'label'

/** Which forms a Han character takes first; the same code point is drawn differently in Japan and in China. */
export type HanForms = 'chinese' | 'japanese'

export interface Typefaces {
  /** The font of each grapheme cluster of a text; undefined for one that no font can show. */
  choose(clusters: string[], voice: Voice, han: HanForms): (Slice | undefined)[]
}

/** Han characters, kana, and the marks that are written with them. */
const isHan = (cluster: string) => /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u.test(cluster)

/** Letters that belong to no script, such as spaces and points: they follow the font of what stands before them. */
const isCommon = (cluster: string) => /^[\p{Script=Common}\p{Script=Inherited}]+$/u.test(cluster)

/**
 * Opens the families. Scripts that are not here (Bengali, Tamil, Khmer …) need shaping that pdfkit does not do, or was not
 * seen to do right: names in them are refused and not drawn wrongly.
 */
export function openTypefaces(): Typefaces {
  const scripts = [
    'noto-naskh-arabic',
    'noto-serif-hebrew',
    'noto-serif-devanagari',
    'noto-serif-thai',
    'noto-serif-georgian',
    'noto-serif-armenian',
    'noto-sans-ethiopic',
  ].map((family) => openFamily(family))
  const sans = openFamily('noto-sans')
  const voices: Record<Voice, Family[]> = {
    display: [openFamily('source-serif-4'), ...scripts, sans],
    text: [sans, ...scripts],
    label: [openFamily('noto-sans', 600), sans, ...scripts],
  }
  const [hongKong, mainland, japan] = ['cactus-classical-serif', 'zcool-xiaowei', 'hina-mincho'].map((family) =>
    openFamily(family),
  ) as [Family, Family, Family]
  const han: Record<HanForms, Family[]> = {
    chinese: [hongKong, mainland, japan],
    japanese: [japan, hongKong, mainland],
  }
  const korean = openFamily('gowun-batang')

  return {
    choose(clusters, voice, forms) {
      const characters = clusters.filter(isHan)
      const whole = han[forms].filter((family) => characters.every((character) => family.sliceFor(character)))
      const families = [...voices[voice], ...whole, ...han[forms], korean]
      return clusters.reduce<(Slice | undefined)[]>((chosen, cluster) => {
        const before = chosen.at(-1)
        const stays = before && isCommon(cluster) && before.shows(cluster)
        return [...chosen, stays ? before : first(families, cluster)]
      }, [])
    },
  }
}

function first(families: Family[], cluster: string): Slice | undefined {
  for (const family of families) {
    const slice = family.sliceFor(cluster)
    if (slice) return slice
  }
  return undefined
}
