/*
 * Two comforts that no page needs: answers are saved as they are chosen, and the place in a module is kept.
 * The server checks, marks and keeps everything; the buttons do the same without this script.
 */

const pauseMs = 600
const retryMs = 10_000

/** Sends a form's fields as the browser would; only an empty answer (204) means that they were kept. */
async function post(url: string, form: HTMLFormElement, more: Record<string, string> = {}): Promise<Response> {
  const fields = new URLSearchParams(more)
  for (const [name, value] of new FormData(form)) if (typeof value === 'string') fields.append(name, value)
  return fetch(url, {
    method: 'POST',
    headers: { Accept: 'application/json' },
    body: fields,
    redirect: 'manual',
    keepalive: true,
  })
}

/** How it stands with the answers, as the bar of the form says it. */
type State = 'saving' | 'saved' | 'unsaved' | 'signed-out' | 'finished'

function stateAfter(answer: Response | undefined): State {
  if (answer?.status === 204) return 'saved'
  if (answer?.status === 409) return 'finished'
  // Whose session has ended is refused, for the form's token ended with it, or sent to the sign-in.
  const isSignedOut = answer?.type === 'opaqueredirect' || answer?.status === 401 || answer?.status === 403
  return isSignedOut ? 'signed-out' : 'unsaved'
}

function saveAnswers(form: HTMLFormElement, url: string): void {
  const draft = draftOf(form)
  let changes = draft.restore()
  let kept = 0
  let isOver = false
  let isSubmitting = false
  let timer: number | undefined
  let sending = Promise.resolve()

  const isKept = () => isOver || kept === changes
  const send = () => (sending = sending.then(sendNow))
  const later = (ms: number) => {
    clearTimeout(timer)
    timer = setTimeout(() => void send(), ms)
  }

  async function sendNow(): Promise<void> {
    if (isKept()) return
    const upTo = changes
    say(form, 'saving')
    const state = stateAfter(await post(url, form).catch(() => undefined))
    if (state === 'saved') kept = upTo
    isOver = state === 'finished'
    if (isKept()) draft.drop()
    say(form, state === 'saved' && !isKept() ? 'saving' : state)
    if (!isKept() && state !== 'signed-out') later(state === 'saved' ? 0 : retryMs)
  }

  /** What is to be submitted is saved before: a session that has ended, or a line that is down, takes no answer along. */
  async function submit(button: HTMLElement | null): Promise<void> {
    isSubmitting = true
    await send()
    isSubmitting = false
    if (isKept() && !button?.hasAttribute('formaction')) form.requestSubmit(button)
  }

  form.addEventListener('change', ({ target }) => {
    if (target instanceof Element) touch(target.closest('fieldset'))
    changes += 1
    draft.keep()
    later(pauseMs)
  })
  form.addEventListener('submit', (event) => {
    const { submitter } = event
    if (isKept() && !submitter?.hasAttribute('formaction')) return
    event.preventDefault()
    if (isKept()) say(form, isOver ? 'finished' : 'saved')
    else if (!isSubmitting) void submit(submitter)
  })
  addEventListener('online', () => void send())
  addEventListener('pagehide', () => void send())
  void send()
}

const questionsOf = (form: HTMLFormElement) => [...form.querySelectorAll('fieldset')]
const choicesOf = (question: HTMLFieldSetElement) => [
  ...question.querySelectorAll<HTMLInputElement>('input:not([type="hidden"])'),
]
const shownOf = (question: HTMLFieldSetElement) => question.querySelector<HTMLInputElement>('input[type="hidden"]')

/** From now on the choice shown here is meant, also where it goes back to what the page showed at first. */
function touch(question: HTMLFieldSetElement | null): void {
  const shown = question && shownOf(question)
  if (shown) shown.value = '*'
}

/** Shows the one message of the bar that fits, and how many answers the server has. */
function say(form: HTMLFormElement, state: State): void {
  const bar = form.querySelector<HTMLElement>('[data-state]')
  if (!bar) return
  bar.dataset['state'] = state
  for (const message of bar.querySelectorAll<HTMLElement>('[data-when]'))
    message.hidden = message.dataset['when'] !== state
  const count = bar.querySelector('[data-count]')
  const answered = questionsOf(form).filter((question) => choicesOf(question).some(({ checked }) => checked))
  if (count && state === 'saved') count.textContent = String(answered.length)
}

const draftPrefix = 'answers '

/**
 * Choices that are not saved yet outlast the way to the sign-in and back, in this window only. They are kept by account
 * and attempt; those of another account are thrown away.
 */
function draftOf(form: HTMLFormElement) {
  const { account = '', attempt = '' } = form.dataset
  const mine = `${draftPrefix}${account} `
  const key = mine + attempt
  for (const other of Object.keys(sessionStorage))
    if (other.startsWith(draftPrefix) && !other.startsWith(mine)) sessionStorage.removeItem(other)
  return {
    keep(): void {
      const touched = questionsOf(form).filter((question) => shownOf(question)?.value === '*')
      const chosen = touched.map((question) => [
        question.id,
        choicesOf(question).flatMap(({ checked, value }) => (checked ? [value] : [])),
      ])
      sessionStorage.setItem(key, JSON.stringify(Object.fromEntries(chosen)))
    },
    /** @returns how many questions were chosen again */
    restore(): number {
      const kept = JSON.parse(sessionStorage.getItem(key) ?? '{}') as Record<string, string[]>
      const found = questionsOf(form).filter(({ id }) => kept[id])
      for (const question of found) {
        for (const choice of choicesOf(question)) choice.checked = kept[question.id]?.includes(choice.value) ?? false
        touch(question)
      }
      return found.length
    },
    drop: () => sessionStorage.removeItem(key),
  }
}

function keepPlace(form: HTMLFormElement): void {
  let section = ''
  let timer: number | undefined
  const seen = new IntersectionObserver(
    (entries) => {
      const last = entries.filter(({ isIntersecting }) => isIntersecting).at(-1)?.target.id
      if (last === undefined || last === section) return
      section = last
      clearTimeout(timer)
      timer = setTimeout(() => void post(form.action, form, { section }).catch(() => undefined), retryMs / 4)
    },
    { rootMargin: '0px 0px -60% 0px' },
  )
  for (const heading of document.querySelectorAll('.reading h2[id]')) seen.observe(heading)
}

const answers = document.querySelector<HTMLFormElement>('form[data-answers]')
if (answers?.dataset['answers']) saveAnswers(answers, answers.dataset['answers'])

const place = document.querySelector<HTMLFormElement>('form[data-place]')
if (place) keepPlace(place)
