// The peer of `sneakernet validate`: csv-parse reads a file as a stream and does nothing with the records.
import { createReadStream } from 'node:fs';
import { parse } from 'csv-parse';

let records = 0;
createReadStream(process.argv[2])
  .pipe(parse())
  .on('data', () => records++)
  .on('end', () => console.log(records));
