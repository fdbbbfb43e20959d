import request from 'supertest'
import { castOf, signInAs, type Cast, type Name } from '../support/cast.js'
import { certify } from '../support/certify.js'
import { textOf } from '../support/forms.js'
import { testPlatform, type TestPlatform } from '../support/platform.js'

let platform: TestPlatform
let cast: Cast

beforeAll(async () => {
  platform = await testPlatform()
  cast = await castOf(platform.college.accounts, ['amina', 'sofia', 'wanjiru'])
  await certify(platform.college, cast.amina.id)
})
afterAll(() => platform.close())

async function as(name: Name) {
  const agent = request.agent(platform.app)
  await signInAs(agent, cast[name])
  return agent
}

describe('the Secretariat', () => {
  test('sees Kenya counted, what is counted, and that it is evidence and not yet the indicator', async () => {
    const text = textOf(await (await as('sofia')).get('/en/indicator/3.2.1').expect(200))
    expect(text).toContain('It is not yet the indicator')
    expect(text).toMatch(/Permits 1 of 185 Parties/)
    expect(text).toMatch(/Enforcement 0 of 185 Parties/)
    expect(text).toContain('Kenya Africa 1 confirmed – –')
    expect(text).toContain('has not expired and has not been revoked')
  })

  test('does not see it on the day before', async () => {
    const yesterday = new Date(platform.clock.now().getTime() - 86_400_000).toISOString().slice(0, 10)
    const page = await (await as('sofia')).get(`/en/indicator/3.2.1?date=${yesterday}`).expect(200)
    expect(textOf(page)).toMatch(/Permits 0 of 185 Parties/)
  })

  test('gets down to the statements behind it, without a name', async () => {
    const agent = await as('sofia')
    const party = await agent.get('/fr/indicator/3.2.1/KE').expect(200)
    expect(party.text).toContain(cast.amina.id)
    expect(party.text).not.toContain(cast.amina.name)
    const links = [...party.text.matchAll(/href="(\/fr\/statements\/[^"]+)"/g)].map((match) => match[1]!)
    expect(links).toHaveLength(2)
    for (const link of links) {
      const statement = await agent.get(link).expect(200)
      expect(statement.text).toContain(cast.amina.id)
      expect(statement.text).toMatch(/a obtenu|confirmé/)
    }
  })

  test('gets the chart as a picture in two shapes, and the table as CSV', async () => {
    const agent = await as('sofia')
    const chart = await agent
      .get('/es/indicator/3.2.1/chart.svg?shape=narrow')
      .expect(200)
      .expect('Content-Type', /svg/)
    expect(String(chart.body)).toContain('Oceanía')
    const csv = await agent.get('/en/indicator/3.2.1.csv').expect(200).expect('Content-Type', /csv/)
    expect(csv.text).toContain('KE,Kenya,africa,Africa,permits,Permits,1,0,1')
  })

  test.each([
    ['2999-01-01', 'This day has not come yet'],
    ['yesterday', 'This is not a date'],
  ])('is told what is wrong with the date %s', async (date, words) => {
    const page = await (await as('sofia')).get(`/en/indicator/3.2.1?date=${date}`).expect(422)
    expect(textOf(page)).toContain(words)
  })

  test.each(['3.2.1.csv', '3.2.1/chart.svg', '3.2.1/KE'])('is given no figure of another day at %s', async (path) => {
    const agent = await as('sofia')
    for (const date of ['2999-01-01', 'garbage'])
      await agent.get(`/en/indicator/${path}?date=${date}`).set('Accept', 'text/html').expect(400)
  })

  test('sees the regions, with the Parties in force of each', async () => {
    const text = textOf(await (await as('sofia')).get('/en/indicator/3.2.1'))
    expect(text).toContain('Africa 1 0 0 53')
    expect(text).toContain('All Parties 1 0 0 185')
  })

  test('finds nothing at a Party that is none', async () => {
    await (await as('sofia')).get('/en/indicator/3.2.1/XX').set('Accept', 'text/html').expect(404)
  })
})

test.each(['amina', 'wanjiru'] as const)('%s may see neither the figures of all nor statements', async (name) => {
  const agent = await as(name)
  for (const path of ['/indicator/3.2.1', '/indicator/3.2.1.csv', '/indicator/3.2.1/KE', '/statements'])
    await agent.get(`/en${path}`).set('Accept', 'text/html').expect(403)
})

test('whoever is not signed in is sent to sign in, and back', async () => {
  const page = await request(platform.app).get('/en/indicator/3.2.1').expect(303)
  expect(page.headers['location']).toBe('/en/sign-in?next=%2Fen%2Findicator%2F3.2.1')
})
