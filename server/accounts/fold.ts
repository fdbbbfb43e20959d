/** Lower case, without accents: how names are compared when they are searched. */
export const fold = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()

/** One spelling of an e-mail address: two that differ only in case are one person's. */
export const emailKey = (email: string): string => email.trim().normalize('NFC').toLowerCase()

/** The beginnings by which somebody is found: each word of the name, and the address. */
export const searchWords = (name: string, email: string): string[] => [...words(name), emailKey(email)]

/** The words of a query or a name. */
export const words = (text: string): string[] =>
  fold(text)
    .split(/[^\p{L}\p{N}@._+-]+/u)
    .filter(Boolean)

/** Whether a query finds whoever has these search words. */
export const isFoundBy = (own: string[], query: string): boolean =>
  words(query).every((word) => own.some((one) => one.startsWith(word)))
