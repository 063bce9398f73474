import { openNtfsImage } from './drives/wholeDisk/ntfsImage';
import { speakLanguageOf } from './language/sentence';
import { runThread } from './runThread';

// A thread has a copy of its process's.
speakLanguageOf(process.env);
runThread(openNtfsImage);
