import type { CommandDefinition, OptionDefinitions } from './command';
import { KEY_VARIABLE } from './recoveryKeyInput';
import { shells } from './completion/shellScripts';

/** What `plan` and `prep` need to know about a job. */
export const jobOptions = {
  dataset: { value: 'file', isRepeatable: true, help: 'a dataset CSV' },
  driveset: { value: 'file', isRepeatable: true, help: 'a driveset CSV' },
  drive: {
    value: 'L=TARGET',
    isRepeatable: true,
    help: 'where to write a drive of the driveset: an image (default: ./drives/L.vhd) or a disk such as /dev/sdb. Append ",size=2T" to set the size of an image, which otherwise becomes as large as its contents; append ",id=SERIAL" to set the id of the drive, which for a disk is its serial number if that is known',
  },
  map: {
    value: 'from=to',
    isRepeatable: true,
    help: "where the paths of a dataset are on this machine, such as 'F:\\=/srv/data'",
  },
  spread: {
    value: 'balance|fill',
    help: 'balance gives all drives about the same amount of data; fill uses as few drives as possible. Directories stay together if they fit. Default: balance if an image has no size, fill otherwise',
  },
  capacity: {
    value: 'size',
    help: 'the size of images that have none: 500G, 1.8T, 64GiB; for plan also the size of missing drives',
  },
  session: {
    value: 'id',
    help: '3 to 30 letters, digits, "_", "-" or "#"; also the name of a directory on the drives',
  },
  'follow-symlinks': { help: 'copies the targets of symbolic links; otherwise, links are skipped and named' },
  dialect: { value: 'blob|files', help: 'the dialect of the datasets; by default, determined from the header of each' },
  'editor-settings': {
    value: 'json',
    help: '"sneakernet" settings of an editor; sneakernet.json and job.json take precedence',
  },
  config: { value: 'file', help: 'a file to use instead of the sneakernet.json beside the CSVs' },
} as const satisfies OptionDefinitions;

/** Where to find the key of a drive. */
export const driveKeyOptions = {
  'key-file': { value: 'file', help: 'a text file that contains the recovery key, alone or as Windows saves it' },
  jrm: { value: 'file', help: "the JRM of the drive's job, which contains its key" },
} as const satisfies OptionDefinitions;

const keyNote = `The recovery key (48 digits) comes from the file, from the environment variable ${KEY_VARIABLE}, or you are asked for it on a terminal. It is never an argument, because other users of the machine can see those.`;
const targetNote =
  'The target is an image file, a disk, or a bare volume; on Windows, it can also be a drive letter such as G:. Nothing is written to it.';
const sizeNote = 'Sizes use powers of 1000 (K, M, G, T), as on drives, or powers of 1024 (KiB, MiB, GiB, TiB).';
const events = {
  value: 'ndjson',
  help: 'writes one JSON event per line to standard output (prep-events.schema.json)',
} as const;

/**
 * Every command with its options: help, completion, the table in the documentation and the parser are all made from it.
 */
export const commandTable = {
  validate: {
    summary: 'checks datasets, drivesets, jobs and related files, as the editor does',
    description: `Checks the CSVs of jobs, of any size, with the rules that the editor applies, as well as JRMs, journals, manifests and copy logs.\n\nA folder is searched recursively, except for hidden folders and node_modules, for files (.csv, .txt) whose first records show that they are datasets or drivesets, for job.json and sneakernet.json, and for JRMs, journals, manifests, drive infos, side files and the service's logs (.jrm, .jrn, .xml, .log). The files of a folder are one job, together with those in folders below it that its job.json names. A file that you name is checked whatever its name. A sneakernet.json beside the job sets the severities of rules and says which findings are accepted. Options take precedence over job.json, and job.json over sneakernet.json.`,
    usages: ['<file or folder>… [options]'],
    takesOperands: true,
    options: {
      format: {
        value: 'text|json|sarif|github',
        help: 'the output format (default: text); sarif is version 2.1.0; github writes annotations for a workflow run',
      },
      'max-findings': {
        value: 'n',
        help: 'how many findings of a file are listed, or "all" (default: 1000). All findings are counted',
      },
      dialect: jobOptions.dialect,
      map: jobOptions.map,
      rule: { value: 'code=level', isRepeatable: true, help: 'error, warning, information or off for a rule' },
      'editor-settings': jobOptions['editor-settings'],
      events: {
        value: 'ndjson',
        help: 'writes one JSON event per line to standard output: findings, files, progress and a summary',
      },
      config: jobOptions.config,
    },
    notes: ['Results are written to standard output, everything else to standard error.'],
    examples: [
      'sneakernet validate .',
      'sneakernet validate jobs/ --format sarif > sneakernet.sarif',
      "sneakernet validate dataset.csv --map 'F:\\=/srv/data' --max-findings 20",
    ],
    exitCodes: '0 no findings of severity error; 1 findings of severity error; 2 wrong usage; 130 cancelled.',
  },
  disks: {
    summary: 'lists the disks of this machine, and says which of them can be written',
    description: `Lists the disks of this machine: model, serial number, size, how each is attached, what is on it, what is mounted from it, and why it cannot be a target where it cannot. Nothing is written.

What is on a disk only administrators may see, as a rule. Windows is asked through its PowerShell; the disks of macOS cannot be listed yet.`,
    usages: ['[--json]'],
    options: { json: { help: 'one JSON array on standard output' } },
    notes: [
      'JSON: of each {path, model, serial, length, bus (usb, sata, nvme, …), removable, sectorLength, readOnly, standing (what is on it, in words), standingProblem (why that cannot be told), holdsData, volumes [{mountPoint, fileSystem, freeBytes}], obstacles [text] (why it cannot be a target; none where it can)}. Lengths are bytes; what is not known is null.',
    ],
    examples: ['sneakernet disks', 'sneakernet disks --json'],
    exitCodes: '0 done; 1 the system does not tell its disks; 2 wrong usage; 130 cancelled.',
  },
  plan: {
    summary: 'shows what goes to which drive, and how full each drive becomes',
    description: `Shows which file goes to which drive, how full the drives become, and what prevents the job from being prepared. Nothing is written.\n\nEvery source is checked: its name, its size, and whether it can be read. Everything that the drives or blob storage cannot hold is reported at once.`,
    usages: ['--dataset <file> --driveset <file> [options]'],
    options: {
      ...jobOptions,
      journal: {
        value: 'file',
        help: 'compares the sources with what the complete sessions of this journal have put on drives',
      },
      format: { value: 'text|json', help: 'the output format (default: text); json is described by plan.schema.json' },
    },
    notes: [sizeNote],
    examples: [
      "sneakernet plan --dataset dataset.csv --driveset driveset.csv --map 'F:\\=/srv/data'",
      'sneakernet plan --dataset dataset.csv --driveset driveset.csv --drive G=/dev/sdb --drive H=/dev/sdc --spread fill',
      'sneakernet plan --dataset dataset.csv --driveset driveset.csv --capacity 8T --format json',
    ],
    exitCodes: '0 the data fits; 1 findings of severity error, or the data does not fit; 2 wrong usage; 130 cancelled.',
  },
  prep: {
    summary: 'prepares the drives: encrypts them, copies the data, writes manifest, JRM and journal',
    description: `Prepares drives: encrypts them with BitLocker, copies the data, and writes a manifest to each drive. The JRM, the journal and a log are written to separate files.\n\nEverything is planned first, and problems are reported before a drive is touched. A session that was stopped, by Ctrl+C, a full disk or a crash, continues with --resume. A drive can be opened only after it has been read back: until then, no system mistakes it for a finished one.`,
    usages: [
      '--dataset <file> --driveset <file> --journal <file> --session <id> [options]',
      '--journal <file> --session <id> --resume [--leave-out-changed]',
      '--journal <file> --session <id> --abort',
      '--journal <file> --session <id> --additional-driveset <file>',
    ],
    options: {
      ...jobOptions,
      journal: { value: 'file', help: 'the journal (.jrn), from which a session is resumed; it contains keys' },
      jrm: { value: 'file', help: 'the JRM (default: beside the journal); in XML if its name ends in .xml' },
      logdir: { value: 'folder', help: 'where to write the log (default: "logs" beside the journal)' },
      'job-id': { value: 'id', help: 'the JobId of the JRM (default: its file name)' },
      customer: { value: 'name', help: "the JRM's CustomerName" },
      yes: {
        help: "asks nothing about disks, nor about images that Sneakernet created: they are erased as the driveset says. With --resume, only --erase allows a medium other than the session's own",
      },
      erase: {
        value: 'target',
        isRepeatable: true,
        help: 'asks nothing about this disk or image, named by its full path, whatever it contains',
      },
      'no-verify': { help: 'does not read the drives back' },
      cipher: {
        value: 'aes-xts-128|aes-xts-256|aes-cbc-128|aes-cbc-256',
        help: 'the cipher (default: aes-xts-128); CBC is for hosts older than Windows 10',
      },
      'wipe-free-space': { help: 'overwrites the unused space of the drives; otherwise, previous data stays there' },
      resume: {
        help: 'continues a session that was stopped. Use --drive to say where a drive is now; a lost drive can be replaced by another that is blank or that you agree to erase, which is then written from its beginning',
      },
      'leave-out-changed': { help: 'finishes the drives without the files that can no longer be copied' },
      abort: { help: 'abandons a session that is not the first of the journal, and removes its images' },
      'additional-driveset': {
        value: 'file',
        isRepeatable: true,
        help: 'more drives for a session whose data did not fit',
      },
      'storage-key-file': {
        value: 'file',
        help: 'the storage account key to put into the manifest; can also be set in the environment: SNEAKERNET_STORAGE_KEY. Without it, the account of the import job is used. --resume needs it again, because no journal stores it',
      },
      'container-sas-file': {
        value: 'file',
        help: 'a SAS of the container instead of the key; can also be set in the environment: SNEAKERNET_CONTAINER_SAS',
      },
      events,
      'events-file': {
        value: 'file',
        help: 'writes the same events to a file, which the lock of the journal names, so that others can follow the run. Two runs cannot use the same file at the same time',
      },
    },
    notes: [
      sizeNote,
      'Ctrl+C and SIGTERM stop a preparation. On every system, so does a file <journal>.stop that contains the "token" of <journal>.lock. Secrets that an --options-file can contain: storage-key, container-sas.',
    ],
    examples: [
      `sneakernet prep --dataset dataset.csv --driveset driveset.csv --journal job.jrn --session "session#1" --map 'F:\\=/srv/data'`,
      'sneakernet prep --dataset dataset.csv --driveset driveset.csv --journal job.jrn --session "session#1" --drive G=/dev/sdb',
      'sneakernet prep --journal job.jrn --session "session#1" --resume',
    ],
    exitCodes:
      '0 done; 1 findings of severity error, or the preparation failed; 2 wrong usage; 130 cancelled, can be resumed.',
    secrets: ['storage-key', 'container-sas'],
  },
  sessions: {
    summary: 'shows the state of each session of a journal, and which actions it allows',
    description:
      'Shows which sessions a journal has, the state of each, where its drives are, and whether a process is working on it. Nothing is written, and no secrets are shown.',
    usages: ['--journal <file> [--json]'],
    options: {
      journal: { value: 'file', help: 'the journal (.jrn)' },
      json: {
        help: 'writes one JSON object to standard output (sessions.schema.json), including the actions that each session allows',
      },
    },
    examples: ['sneakernet sessions --journal job.jrn'],
    exitCodes: '0 done; 1 the journal is damaged, or is not a journal; 2 wrong usage, or a file that cannot be read.',
  },
  verify: {
    summary: 'reads prepared drives back and compares every hash',
    description:
      'Reads prepared drives back: unlocks each with the key in the JRM, and compares every hash in the JRM and in the manifest of the drive, and every byte of the file system and of the BitLocker metadata. Nothing is written.',
    usages: ['--jrm <file> [--drive <L=TARGET>]… [options]'],
    options: {
      jrm: { value: 'file', help: 'the JRM that the preparation wrote, in JSON or XML' },
      drive: {
        value: 'L=TARGET',
        isRepeatable: true,
        help: 'where the drive with this letter is: an image, a disk or a bare volume (default: ./drives/L.vhd for every drive of the JRM). Several drives are read in parallel',
      },
      quick: { help: 'checks everything but the contents of the files: layers, metadata, manifest, names and sizes' },
      events,
      'events-file': { value: 'file', help: 'writes the same events to a file' },
    },
    notes: [
      'For each drive, a line on standard output says "ok" or "FAILED"; up to a hundred problems are listed below it.',
    ],
    examples: [
      'sneakernet verify --jrm job.jrm',
      'sneakernet verify --jrm job.jrm --drive G=/dev/sdb --drive H=/dev/sdc',
      'sneakernet verify --jrm job.jrm --drive G=drives/G.vhd --quick',
    ],
    exitCodes:
      '0 everything is as it was written; 1 something differs; 2 wrong usage, or a file or target that cannot be read; 130 cancelled.',
  },
  write: {
    summary: 'writes a finished image to a disk, and reads it back',
    description: `Writes the image of a drive to a whole disk, and reads back what it has written. Of a fixed VHD that is all but its footer, of any other image all of it.

What is on the disk is named, and is lost: somebody agrees to that by typing the full path of the disk, or by an option. A disk that is in use is refused, and so is an image whose preparation is not finished. No system finds a volume on the disk before all of it has been read back.

The disk may be larger than the image. Then the backup of the partition table that Sneakernet made is written to the end of the disk; what lies behind the partition stays as it was.`,
    usages: ['<image> <disk> [options]'],
    takesOperands: true,
    options: {
      yes: { help: 'asks nothing about the disk: it is erased' },
      erase: { value: 'disk', help: 'asks nothing about this disk, named by its full path, whatever it holds' },
    },
    notes: [
      '"sneakernet disks" lists the disks. After Ctrl+C a disk holds no volume; the image is written to it from its beginning.',
    ],
    examples: ['sneakernet write drives/G.vhd /dev/sdb', 'sneakernet write drives/G.vhd /dev/sdb --erase /dev/sdb'],
    exitCodes:
      '0 done; 1 the image or the disk is refused, cannot be read or written, or was not as written; 2 wrong usage, or nobody to be asked; 130 cancelled, or not agreed to.',
  },
  ls: {
    summary: 'lists what is on a prepared drive, without mounting it',
    description: `Lists what is on a prepared drive, or on any NTFS volume, encrypted with BitLocker or not, without mounting it.\n\nThe path is a path on the drive, with slashes or backslashes (default: the root). Times are UTC. ${targetNote}

${keyNote}`,
    usages: ['<target> [path] [options]'],
    takesOperands: true,
    options: {
      ...driveKeyOptions,
      recursive: { short: 'R', help: 'also lists the contents of directories, with full paths' },
      json: { help: 'writes one JSON array to standard output' },
    },
    notes: [
      'JSON: for each entry {path, type (file, directory), size, modified, created, accessed}. Paths are Windows paths without the drive letter, sizes are in bytes, times are in RFC 3339 form; a time that no date can represent is null.',
    ],
    examples: [
      'sneakernet ls drives/G.vhd --jrm job.jrm',
      'sneakernet ls /dev/sdb "session#1/container" -R --key-file key.txt --json',
    ],
    exitCodes:
      '0 done; 1 the path does not exist, the key does not unlock the drive, or the drive is damaged; 2 wrong usage, or a file or target that cannot be read; 130 cancelled.',
  },
  extract: {
    summary: 'copies files from a prepared drive',
    description: `Copies files from a prepared drive, or from any NTFS volume, encrypted with BitLocker or not, without mounting it.\n\nA directory is copied with everything in it; "/" is the whole drive except "System Volume Information". Modification times are kept, and zeros become holes. Existing files are kept, and nothing is written outside the folder, whatever names the drive contains.\n\n${keyNote}`,
    usages: ['<target> <path on the drive>… --to <folder> [options]'],
    takesOperands: true,
    options: {
      to: { value: 'folder', help: 'where to write; the folder is created if it does not exist' },
      ...driveKeyOptions,
      force: { help: 'replaces existing files' },
    },
    examples: [
      'sneakernet extract drives/G.vhd / --to restored --jrm job.jrm',
      'sneakernet extract /dev/sdb "session#1/container/report.pdf" DriveManifest.xml --to . --key-file key.txt',
    ],
    exitCodes:
      '0 done; 1 something could not be copied, and is named; 2 wrong usage, or a file or target that cannot be read; 130 cancelled.',
  },
  browse: {
    summary: "answers an editor's requests about the contents of a prepared drive",
    description: `Reads a prepared drive for another program: requests arrive on standard input, answers go to standard output, each as one JSON object on a line. The command ends when standard input ends.\n\nA request is {"id": 1, "method": …, "params": {…}}; its answer has the same id, and "result" or "error" {kind, message}. Several requests can be in progress at once. Kinds of errors: locked, wrong-key, not-found, cancelled, failed. Paths are Windows paths without the drive letter; the root is empty. Nothing is written to the drive.`,
    usages: [''],
    takesOperands: true,
    options: {},
    notes: [
      `Methods:\n  open     {target, key, keyFile, jrm}: the drive, and one of the three that provide its key. Answers {label, length, freeBytes}\n  list     {path, start, count}: entries in the order of their names. Answers {entries [{name, type, size, modified, created}],\n           hasMore}; times are milliseconds since 1970\n  stat     {path}: answers one such entry\n  read     {path, offset, length}: at most 524288 bytes. Answers {data}, in Base64\n  extract  {paths, to, existing}: copies to a folder; existing is keep, replace or ask, which copies nothing if files exist.\n           Answers {files, bytes, failures [{path, message}], failureCount, existing}; meanwhile, lines with "progress"\n  cancel   {request}: cancels the request with that id; has no answer`,
    ],
    examples: [
      `echo '{"id":1,"method":"open","params":{"target":"drives/G.vhd","jrm":"job.jrm"}}' | sneakernet browse`,
    ],
    exitCodes: '0 standard input has ended; 2 wrong usage.',
  },
  backup: {
    summary: 'encrypts the JRM, the journal and the drive infos into one file',
    description: `Encrypts files of a job into one file. The JRM, the journal and the drive infos contain the keys of the drives; without them, the data on a drive is lost. The backup is a tar in the age format (age-encryption.org/v1), so age itself can decrypt it too.\n\nWithout a recipient, the backup is encrypted with a passphrase, which you are asked for twice, or which is the secret "passphrase" of --options-file. It is never an argument.`,
    usages: ['<file>… --to <backup.age> [options]'],
    takesOperands: true,
    options: {
      to: { value: 'file', help: 'the backup; an existing file is not replaced' },
      recipient: {
        value: 'age1…',
        isRepeatable: true,
        help: 'who can read the backup: the public key that age-keygen prints',
      },
      force: { help: 'replaces an existing backup' },
      json: { help: 'writes {backup, files [{path, name, size, modified, sha256}]} to standard output' },
    },
    examples: [
      'sneakernet backup job.jrm job.jrn WD-1234.xml --to job.age',
      'sneakernet backup job.jrm job.jrn --to job.age --recipient age1…',
    ],
    exitCodes: '0 done; 1 a file cannot be read or written; 2 wrong usage; 130 cancelled.',
    secrets: ['passphrase'],
  },
  restore: {
    summary: 'extracts the files from an encrypted backup',
    description: `Extracts files from an encrypted backup, and checks the seal of a JRM among them. They are written with mode 0600: either all of them or none.\n\nYou are asked for the passphrase, or it is the secret "passphrase" of --options-file. It is never an argument.`,
    usages: ['<backup.age> --to <folder> [options]', '<backup.age> --list [options]'],
    takesOperands: true,
    options: {
      to: { value: 'folder', help: 'where to write; nothing is written if one of the files already exists' },
      list: { help: 'lists the contents, and writes nothing' },
      'identity-file': { value: 'file', help: 'opens a backup for a recipient: the file that age-keygen wrote' },
      force: { help: 'replaces existing files' },
      keep: { help: 'keeps existing files' },
      json: {
        help: 'writes {files [{name, size, modified, path, seal}]} to standard output; seal of a JRM: sound, broken, absent, unreadable',
      },
    },
    examples: ['sneakernet restore job.age --list', 'sneakernet restore job.age --to restored --identity-file key.txt'],
    exitCodes: '0 done; 1 the backup cannot be opened, or a file already exists; 2 wrong usage; 130 cancelled.',
    secrets: ['passphrase'],
  },
  PrepImport: {
    summary: 'accepts the command line of the original tool',
    description:
      'Accepts the command line of the original tool (WAImportExport.exe PrepImport …), so that existing scripts continue to work. It also accepts the options of prep: on systems other than Windows, --map and --drive say where things are.',
    usages: [
      '/j:<journal> /id:<session> [/logdir:<folder>] [/sk:<key>] [/silentmode]\n                             /InitialDriveSet:<csv> /DataSet:<csv>',
      '/j:<journal> /id:<session> /AdditionalDriveSet:<csv> [/DataSet:<csv>]',
      '/j:<journal> /id:<session> /ResumeSession',
      '/j:<journal> /id:<session> /AbortSession',
    ],
    takesOperands: true,
    options: {},
    notes: [
      '/sk and /csas put a secret where other users of the machine can see it. SNEAKERNET_STORAGE_KEY in the environment and --storage-key-file do not.',
    ],
    examples: [
      `sneakernet PrepImport /j:job.jrn /id:session#1 /InitialDriveSet:driveset.csv /DataSet:dataset.csv --map 'F:\\=/srv/data'`,
    ],
    exitCodes: 'the same as for prep.',
  },
  info: {
    summary: 'shows what a drive, an image or a volume is, whether a key opens it, and what the service would refuse',
    description: `Shows what a drive is: its layers, the cipher, protectors and state of BitLocker and, with the key, the file system.\n\n${targetNote}

${keyNote}`,
    usages: ['<target> [options]'],
    takesOperands: true,
    options: {
      'key-file': driveKeyOptions['key-file'],
      digest: { help: "adds the SHA-256 of the whole decrypted volume; BitLocker's own regions count as zeros" },
      json: { help: 'writes one JSON object to standard output, even if the key does not unlock the drive' },
    },
    notes: [
      'JSON: target, kind (file, device), length, container (fixed VHD), partitionTable (GPT, MBR), partition {offset, length, guid}, volume {contents (bitlocker, file system, incomplete, empty, unreadable, unknown), length, sessionId}, bitlocker {cipher, state (off, converting, encrypted, paused, unknown), suspended, toGo, sectorLength, encryptedLength, volumeGuid, created, description, protectors [{kind, guid, name, modified}], metadataCopies [{offset, fault}], unlocked, unlockedBy}, fileSystem {name, label, serial, length, freeBytes}, decryptedSha256, remarks [text], problems [text]. Lengths and offsets are in bytes; unknown values are null.',
    ],
    examples: ['sneakernet info drives/G.vhd', 'sneakernet info /dev/sdb --key-file key.txt --digest --json'],
    exitCodes:
      '0 done; 1 the key does not unlock it, or it is damaged, unfinished or not a volume; 2 wrong usage, or a target or key file that cannot be read; 130 cancelled.',
  },
  lsp: {
    summary: 'runs the language server for an editor',
    description: 'Runs the language server for an editor that starts it, over standard input and output.',
    usages: ['--stdio'],
    options: { stdio: { help: 'uses standard input and output, the only supported transport' } },
    examples: ["vim.lsp.start({ name = 'sneakernet', cmd = { 'sneakernet', 'lsp', '--stdio' } })    (Neovim)"],
  },
  completion: {
    summary: 'prints a script for completing commands and options in a shell',
    description: 'Prints a script for completing commands, options and values in a shell.',
    usages: [`<${shells.join('|')}>`],
    takesOperands: true,
    options: {},
    examples: [
      'source <(sneakernet completion bash)                                # in ~/.bashrc',
      'sneakernet completion zsh > "${fpath[1]}/_sneakernet"',
      'sneakernet completion fish > ~/.config/fish/completions/sneakernet.fish',
      'sneakernet completion powershell | Out-String | Invoke-Expression   # in $PROFILE',
    ],
  },
} as const satisfies Readonly<Record<string, CommandDefinition>>;

export type CommandName = keyof typeof commandTable;
