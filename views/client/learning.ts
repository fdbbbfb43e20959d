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
    redirect: 'error',
    keepalive: true,
  })
}

function saveAnswers(form: HTMLFormElement, url: string): void {
  const status = form.querySelector<HTMLElement>('[role="status"]')
  const say = (state: 'saving' | 'saved' | 'unsaved') => {
    if (status) status.textContent = status.dataset[state] ?? ''
  }
  let changes = 0
  let kept = 0
  let isSending = false
  let timer: number | undefined

  const later = (ms: number) => {
    clearTimeout(timer)
    timer = setTimeout(() => void send(), ms)
  }

  async function send(): Promise<void> {
    if (isSending || kept === changes) return
    isSending = true
    const upTo = changes
    say('saving')
    const answer = await post(url, form).catch(() => undefined)
    isSending = false
    if (answer?.status === 204) kept = upTo
    // Submitted in another tab: the page asked for anew shows where things stand.
    else if (answer?.status === 409) location.reload()
    if (kept === changes) say('saved')
    else if (kept === upTo) later(0)
    else {
      say('unsaved')
      later(retryMs)
    }
  }

  form.addEventListener('change', ({ target }) => {
    markTouched(target)
    changes += 1
    later(pauseMs)
  })
  form.addEventListener('submit', () => {
    clearTimeout(timer)
    kept = changes
  })
  addEventListener('online', () => void send())
  addEventListener('pagehide', () => void send())
}

/** From now on the choice shown here is meant, also where it goes back to what the page showed at first. */
function markTouched(target: EventTarget | null): void {
  if (!(target instanceof Element)) return
  const shown = target.closest('fieldset')?.querySelector<HTMLInputElement>('input[type="hidden"]')
  if (shown) shown.value = '*'
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
