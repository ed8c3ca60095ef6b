export const SAMPLE_DATABASE = 'sample';

/** A small shop: enough for a list of tables, a view and a second schema. */
export const SAMPLE_TABLES: readonly string[] = [
  `create table customers (
     id integer primary key, name text not null, country text not null, since date not null)`,
  `create table orders (
     id integer primary key, customer_id integer not null references customers, total numeric(10, 2) not null,
     placed_at timestamptz not null)`,
  `create view customer_totals as
     select c.id, c.name, sum(o.total) as total from customers c join orders o on o.customer_id = c.id group by c.id`,
  `create schema sales`,
  `create table sales.regions (code text primary key, name text not null)`,
  `insert into customers values
     (1, 'Ada', 'GB', '2021-03-01'), (2, 'Linus', 'FI', '2022-07-15'), (3, 'Grace', 'US', '2023-01-09')`,
  `insert into orders values
     (1, 1, 12.50, '2024-01-02T10:00:00Z'), (2, 1, 99.00, '2024-02-03T11:30:00Z'),
     (3, 3, 7.25, '2024-02-14T09:15:00Z')`,
  `insert into sales.regions values ('EU', 'Europe'), ('NA', 'North America')`,
];
