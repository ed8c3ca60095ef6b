import { ObjectName, Region } from '#connector-sdk';

/** A MotherDuck database; it is always reached under MotherDuck's own domain. */
export class MotherDuckPayload {
  @ObjectName({ label: 'Database', required: true, placeholder: 'my_db' })
  database!: string;

  @Region({ default: 'us-east-1' })
  region?: string;
}
