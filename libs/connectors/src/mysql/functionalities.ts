import { type Functionality, highPerformanceWriting, idempotentWriting } from '#connector-sdk';

/** What MySQL and MariaDB let a client do around a load; every DDL statement commits by itself. */
export const MYSQL_FUNCTIONALITIES: readonly Functionality[] = [
  highPerformanceWriting({
    applicability: 'PARTIAL',
    reason: 'Triggers can be dropped but not disabled, and InnoDB cannot switch indexes off.',
    capabilities: [
      {
        name: 'IDENTITY_WRITING',
        reason: 'AUTO_INCREMENT columns take given values; 0 needs sql_mode NO_AUTO_VALUE_ON_ZERO.',
      },
      { name: 'INDEX_MANAGEMENT', reason: 'Secondary indexes are dropped and added again.' },
      { name: 'FOREIGN_KEY_MANAGEMENT', reason: 'FOREIGN_KEY_CHECKS=0 ends the checks of one session.' },
      {
        name: 'UNIQUE_CONSTRAINT_MANAGEMENT',
        dependsOn: ['FOREIGN_KEY_MANAGEMENT'],
        reason: 'A unique key is an index: it is dropped and added again, once no foreign key needs it.',
      },
    ],
  }),
  idempotentWriting({
    applicability: 'FULL',
    reason: 'Tables can be emptied or made again by everyone who may write them.',
    capabilities: [
      {
        name: 'DATA_TRUNCATION',
        dependsOn: ['FOREIGN_KEY_MANAGEMENT'],
        reason:
          'TRUNCATE refuses a table that is referred to while FOREIGN_KEY_CHECKS is on, and it commits.',
      },
      { name: 'DATA_DELETION', reason: 'DELETE takes part in transactions where TRUNCATE does not.' },
      { name: 'FOREIGN_KEY_MANAGEMENT', reason: 'FOREIGN_KEY_CHECKS=0 ends the checks of one session.' },
      { name: 'SCHEMA_MANAGEMENT', reason: 'A schema is a database: CREATE and DROP DATABASE and TABLE.' },
    ],
  }),
];
