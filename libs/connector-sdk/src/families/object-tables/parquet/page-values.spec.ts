import type { DataPageHeader, PageHeader, SchemaElement } from 'hyparquet';

import type { ParquetLeaf } from './parquet-leaf.js';
import { dictionaryValues, pageValues } from './page-values.js';

const leafOf = (type: NonNullable<SchemaElement['type']>, defined = 0): ParquetLeaf => ({
  element: { name: 'c', type },
  path: ['c'],
  defined,
});
const TEXTS = leafOf('BYTE_ARRAY');

function firstVersion(bytes: number[], header: Partial<DataPageHeader>): [PageHeader, Uint8Array] {
  return [
    {
      type: 'DATA_PAGE',
      uncompressed_page_size: bytes.length,
      compressed_page_size: bytes.length,
      data_page_header: {
        num_values: 1,
        encoding: 'PLAIN',
        definition_level_encoding: 'RLE',
        repetition_level_encoding: 'RLE',
        ...header,
      },
    },
    Uint8Array.from(bytes),
  ];
}

function secondVersion(
  bytes: number[],
  header: Partial<NonNullable<PageHeader['data_page_header_v2']>>,
): [PageHeader, Uint8Array] {
  return [
    {
      type: 'DATA_PAGE_V2',
      uncompressed_page_size: bytes.length,
      compressed_page_size: bytes.length,
      data_page_header_v2: {
        num_values: 1,
        num_nulls: 0,
        num_rows: 1,
        encoding: 'PLAIN',
        definition_levels_byte_length: 0,
        repetition_levels_byte_length: 0,
        is_compressed: false,
        ...header,
      },
    },
    Uint8Array.from(bytes),
  ];
}

describe('the values of a page', () => {
  it('stand where levels say that there are any', async () => {
    const [header, bytes] = firstVersion([2, 0, 0, 0, 3, 0b101, 7, 0, 0, 0, 9, 0, 0, 0], { num_values: 3 });
    expect(await pageValues(header, bytes, leafOf('INT32', 1), 'UNCOMPRESSED', undefined)).toEqual([
      7,
      undefined,
      9,
    ]);
  });

  it('are those of the dictionary', async () => {
    const dictionary = await dictionaryValues(
      {
        type: 'DICTIONARY_PAGE',
        uncompressed_page_size: 10,
        compressed_page_size: 10,
        dictionary_page_header: { num_values: 2, encoding: 'PLAIN' },
      },
      Uint8Array.from([1, 0, 0, 0, 65, 1, 0, 0, 0, 66]),
      TEXTS,
      'UNCOMPRESSED',
    );
    const encoding = 'RLE_DICTIONARY';
    const [header, bytes] = secondVersion([3, 0b010, 1, 3, 0b10], {
      num_values: 3,
      definition_levels_byte_length: 2,
      encoding,
    });
    const values = await pageValues(header, bytes, leafOf('BYTE_ARRAY', 1), 'UNCOMPRESSED', dictionary);
    expect(values.map((value) => value && Buffer.from(value as Uint8Array).toString())).toEqual([
      undefined,
      'A',
      undefined,
    ]);
  });

  const bytes = Array<number>(20).fill(1);
  it.each<[string, [PageHeader, Uint8Array], ParquetLeaf]>([
    ['thousands of millions of them', firstVersion(bytes, { num_values: 2 ** 31 - 1 }), TEXTS],
    ['fewer than none', firstVersion(bytes, { num_values: -1 }), TEXTS],
    ['a text that goes beyond the page', firstVersion([200, 0, 0, 0, 65], {}), TEXTS],
    ['levels that go beyond the page', firstVersion([0xff, 0xff, 0xff, 0xff], {}), leafOf('INT32', 1)],
    ['no room for the length of the levels', firstVersion([1], {}), leafOf('INT32', 1)],
    ['an unknown encoding', firstVersion(bytes, { encoding: 'BYTE_STREAM_SPLIT' }), TEXTS],
    ['a place in no dictionary', firstVersion([1, 2, 0], { encoding: 'RLE_DICTIONARY' }), TEXTS],
    ['levels of less than nothing', secondVersion(bytes, { definition_levels_byte_length: -5 }), TEXTS],
    ['levels of more than there is', secondVersion(bytes, { definition_levels_byte_length: 50 }), TEXTS],
    ['values that repeat', secondVersion(bytes, { repetition_levels_byte_length: 2 }), TEXTS],
    ['neither header', [{ ...firstVersion([], {})[0], data_page_header: undefined! }, Buffer.of()], TEXTS],
  ])('are none with %s', async (_, [header, page], leaf) => {
    // Memory around a page may hold anything: nothing of it is taken for a value.
    const among = new Uint8Array(1_000).fill(1);
    among.set(page, 100);
    const body = among.subarray(100, 100 + page.length);
    await expect(pageValues(header, body, leaf, 'UNCOMPRESSED', undefined)).rejects.toThrow();
  });
});
