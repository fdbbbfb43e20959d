import type { MarkdownIt, Token } from 'markdown-it'

/**
 * Makes a picture on a line of its own, `![](id)`, one token `figure`: `content` is the id, `info` the words in the
 * brackets. Pictures within a line stay `image` tokens, which no course may have.
 */
export function figures(parser: MarkdownIt): void {
  parser.core.ruler.push('figures', (state) => {
    const tokens: Token[] = []
    for (let place = 0; place < state.tokens.length; place += 1) {
      const picture = lonePicture(state.tokens, place)
      const token = state.tokens[place]
      if (picture && token) {
        const figure = new state.Token('figure', 'figure', 0)
        figure.block = true
        figure.map = token.map
        figure.content = String(picture.attrGet('src') ?? '')
        figure.info = picture.content
        tokens.push(figure)
        place += 2
      } else if (token) tokens.push(token)
    }
    state.tokens = tokens
  })
}

function lonePicture(tokens: Token[], place: number): Token | undefined {
  const [open, inline] = [tokens[place], tokens[place + 1]]
  if (open?.type !== 'paragraph_open' || inline?.children?.length !== 1) return undefined
  return inline.children[0]?.type === 'image' ? inline.children[0] : undefined
}
