import { SnowflakeAccount } from '#connector-sdk';

/** A Snowflake account; it is always reached under Snowflake's own domain. */
export class SnowflakePayload extends SnowflakeAccount {}
