/** The part of tincanjs 0.50.0 that the project uses; the library brings no types of its own. */
declare module 'tincanjs' {
  interface Statement {
    asVersion(version: string): unknown
  }
  const TinCan: {
    Statement: new (properties: object, options?: { doStamp?: boolean }) => Statement
  }
  export default TinCan
}
