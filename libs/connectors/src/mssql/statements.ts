/** Names are upper case: in a database whose collation minds case, so do the catalog's views. */
export const VERSION = `select cast(serverproperty('ProductVersion') as nvarchar(128)) as version`;

/** What the login may see, of the declared database alone. */
export const TABLES = `select top (@limit) TABLE_SCHEMA as [schema], TABLE_NAME as name,
    case TABLE_TYPE when 'VIEW' then 'view' else 'table' end as kind
  from INFORMATION_SCHEMA.TABLES where @schema is null or TABLE_SCHEMA = @schema
  order by TABLE_SCHEMA, TABLE_NAME`;

export const COLUMNS = `select COLUMN_NAME as name, DATA_TYPE as type, IS_NULLABLE as nullable
  from INFORMATION_SCHEMA.COLUMNS where TABLE_SCHEMA = @schema and TABLE_NAME = @name order by ORDINAL_POSITION`;
