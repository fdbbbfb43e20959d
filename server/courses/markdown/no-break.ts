/** What a citation must not be parted from by the end of a line: the number that follows. */
const citations =
  /(?<=\b(?:Appendix|Appendices|Annex(?:es?)?|Apéndices?|[Aa]rticles?|[Aa]rtículos?)) (?=[IVX]+\b|\d)|(?<=\bConf\.) (?=\d)/g

/** Keeps 'Appendix I', 'Article VII' and 'Conf. 12.3' on one line, in the languages of the platform. */
export const keepCitations = (text: string): string => text.replace(citations, '\u00a0')
