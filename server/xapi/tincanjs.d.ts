/** The part of tincanjs 0.50.0 that the project uses; the library brings no types of its own. */
declare module 'tincanjs' {
  interface Statement {
    asVersion(version: string): unknown
  }
  /** A request as the library's resources describe it. */
  interface RequestConfig {
    /** Below the endpoint. */
    url: string
    method: string
    params?: Record<string, string>
    headers?: Record<string, string>
    data?: unknown
    callback: (error: unknown, result: unknown) => void
  }
  interface LRS {
    sendRequest(config: RequestConfig): void
    /** The place at which an environment puts its own way of sending. */
    _makeRequest: (url: string, headers: Record<string, string>, config: RequestConfig) => void
  }
  const TinCan: {
    Statement: new (properties: object, options?: { doStamp?: boolean }) => Statement
    LRS: new (config: {
      endpoint: string
      /** The header Authorization. */
      auth: string
      version: string
      allowFail: boolean
    }) => LRS
    /** The versions that it speaks, the newest first. */
    versions(): string[]
  }
  export default TinCan
}
