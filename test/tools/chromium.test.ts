import { findChromium } from '../../server/tools/chromium.js'

it('takes the browser that CHROMIUM names', () => {
  expect(findChromium({ CHROMIUM: process.execPath })).toBe(process.execPath)
})

it('says so when CHROMIUM names none', () => {
  expect(() => findChromium({ CHROMIUM: '/nowhere/chromium' })).toThrow('/nowhere/chromium, which is not there')
})
