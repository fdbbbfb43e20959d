/**
 * A text without case, punctuation and spacing: two texts that differ in these alone say the same. Signs such as < and
 * > are kept, for they turn an answer round.
 */
export const normalized = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\p{Sm}\p{Sc}%]+/gu, ' ')
    .trim()
