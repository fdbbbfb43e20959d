import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { debianMirrors, parseDeb822, parseOneLine } from '../../../server/base/database/apt-sources.js'
import { isNewEnough } from '../../../server/base/database/c-library.js'
import { temporaryFolder } from './processes.js'

it('reads the one-line format', () => {
  const text = `
# deb http://commented.example/debian bookworm main
deb http://one.example/debian bookworm main contrib # and why
deb [ arch=amd64 signed-by=/usr/share/keyrings/a.gpg ] https://two.example/debian bookworm-updates main
deb-src http://one.example/debian bookworm main`
  expect(parseOneLine(text)).toEqual([
    { uris: ['http://one.example/debian'], suites: ['bookworm'], components: ['main', 'contrib'] },
    { uris: ['https://two.example/debian'], suites: ['bookworm-updates'], components: ['main'] },
  ])
})

it('reads the deb822 format', () => {
  const text = `Types: deb deb-src
# a comment inside
URIs: http://one.example/debian
 http://two.example/debian
Suites: bookworm bookworm-updates
Components: main
Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg

Types: deb
URIs: http://off.example/debian
Suites: bookworm
Components: main
Enabled: no

Types: deb-src
URIs: http://source.example/debian
Suites: bookworm
Components: main
`
  expect(parseDeb822(text)).toEqual([
    {
      uris: ['http://one.example/debian', 'http://two.example/debian'],
      suites: ['bookworm', 'bookworm-updates'],
      components: ['main'],
    },
  ])
})

it("finds the mirrors of the machine's own release, and no others", async () => {
  const etc = await temporaryFolder()
  const parts = join(etc.path, 'sources.list.d')
  await mkdir(parts)
  await writeFile(join(etc.path, 'sources.list'), 'deb http://one.example/debian bookworm main\n')
  await writeFile(
    join(parts, 'b.list'),
    'deb https://tools.example/apt tools-bookworm main\ndeb cdrom:[Debian]/ bookworm main\n',
  )
  await writeFile(
    join(parts, 'a.sources'),
    'Types: deb\nURIs: http://two.example/debian\nSuites: bookworm\nComponents: main\n',
  )
  await writeFile(join(parts, 'c.list.disabled'), 'deb http://off.example/debian bookworm main\n')
  expect(await debianMirrors(etc.path, 'bookworm')).toEqual(['http://one.example/debian', 'http://two.example/debian'])
  expect(await debianMirrors(join(etc.path, 'nowhere'), 'bookworm')).toEqual([])
  await etc.remove()
})

it.each([
  ['2.36', false],
  ['2.37', false],
  ['2.38', true],
  ['2.41', true],
  ['3.0', true],
])('C library %s is new enough: %s', (version, expected) => {
  expect(isNewEnough(version)).toBe(expected)
})
