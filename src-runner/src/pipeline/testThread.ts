import { runThread } from './nodeThread';
import { openTestImage } from './testImage';

runThread(openTestImage);
