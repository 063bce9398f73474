import { openNtfsImage } from './drives/wholeDisk/ntfsImage';
import { runThread } from './runThread';

runThread(openNtfsImage);
