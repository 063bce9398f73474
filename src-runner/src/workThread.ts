import { openNtfsImage } from './drives/ntfsImage';
import { runThread } from './threads/runThread';

runThread(openNtfsImage);
