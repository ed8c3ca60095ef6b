/** Where a client's round takes place. */
export interface Place {
  readonly tenant: string;
  readonly project: string;
  /** A Postgres that can be reached. */
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly username: string;
  readonly password: string;
}

/** What a call was answered. @throws Error with the status of an error */
export function answered<Data>({ data, response }: { data?: Data; response: Response }): Data {
  if (!response.ok) throw new Error(`${response.url} answered ${response.status}`);
  return data as Data;
}
