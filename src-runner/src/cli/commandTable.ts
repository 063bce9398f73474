import type { CommandDefinition, OptionDefinitions } from './command';
import { KEY_VARIABLE } from './recoveryKeyInput';
import { shells } from './completion/shellScripts';

/** What `plan` and `prep` are told about a job. */
export const jobOptions = {
  dataset: { value: 'file', isRepeatable: true, help: 'a dataset CSV' },
  driveset: { value: 'file', isRepeatable: true, help: 'a driveset CSV' },
  drive: {
    value: 'L=TARGET',
    isRepeatable: true,
    help: 'where a drive of the driveset is written: an image (./drives/L.vhd without this option), or a disk such as /dev/sdb. ",size=2T" behind it is the size of an image, which otherwise becomes as large as its contents; ",id=SERIAL" is the id of the drive, which for a disk is its serial number where that is known',
  },
  map: {
    value: 'from=to',
    isRepeatable: true,
    help: "where paths of a dataset lie on this machine, such as 'F:\\=/srv/data'",
  },
  spread: {
    value: 'balance|fill',
    help: 'balance gives each drive as much as the others; fill takes as few drives as possible. Directories stay together where they fit. Without it balance where an image has no size, fill otherwise',
  },
  capacity: {
    value: 'size',
    help: 'the size of images that have none: 500G, 1.8T, 64GiB; for plan also that of drives that are lacking',
  },
  session: { value: 'id', help: '3 to 30 letters, digits, "_", "-" or "#"; a directory on the drives has its name' },
  'follow-symlinks': { help: 'copies what symbolic links lead to; without it they are left out, and named' },
  dialect: { value: 'blob|files', help: 'the dialect of the datasets; without it the header of each tells' },
  'editor-settings': {
    value: 'json',
    help: '"sneakernet" settings of an editor, which sneakernet.json and job.json overrule',
  },
  config: { value: 'file', help: 'this file instead of the sneakernet.json beside the CSVs' },
} as const satisfies OptionDefinitions;

/** Where the key of a drive is. */
export const driveKeyOptions = {
  'key-file': { value: 'file', help: 'a text file that holds the recovery key, alone or as Windows saves it' },
  jrm: { value: 'file', help: "the JRM of the drive's job, which holds its key" },
} as const satisfies OptionDefinitions;

const keyNote = `The recovery key (48 digits) comes from the file, from the environment variable ${KEY_VARIABLE}, or is asked for on a terminal. It is never an argument: other users of the machine see those.`;
const targetNote =
  'The target is an image file, a disk, or a bare volume; on Windows also a drive letter such as G:. Nothing is written to it.';
const sizeNote = 'Sizes are thousands (K, M, G, T), as on drives, or powers of 1024 (KiB, MiB, GiB, TiB).';
const events = { value: 'ndjson', help: 'one JSON event a line on standard output (prep-events.schema.json)' } as const;

/** Every command, with its options: help, completion, the table in the documentation and what is accepted are made of it. */
export const commandTable = {
  validate: {
    summary: 'checks datasets, drivesets, jobs and the files that come with them, as the editor does',
    description: `Checks the CSVs of jobs, of any size, with the rules that the editor applies; and JRMs, journals, manifests and copy logs.

A folder is searched with all folders in it, except hidden ones and node_modules: for files (.csv, .txt) that are datasets or drivesets by their first records, for job.json and sneakernet.json, and for JRMs, journals, manifests, drive infos, side files and the service's logs (.jrm, .jrn, .xml, .log). The files of one folder are one job, with those in folders below it that its job.json names. A file that is named is checked whatever it is called. A sneakernet.json beside the job sets the severities of rules and says which findings are accepted. Options have the last word, then job.json, then sneakernet.json.`,
    usages: ['<file or folder>… [options]'],
    takesOperands: true,
    options: {
      format: {
        value: 'text|json|sarif|github',
        help: 'text without it; sarif is version 2.1.0; github makes annotations of a workflow run',
      },
      'max-findings': {
        value: 'n',
        help: 'how many findings of a file are listed, or "all"; 1000 without it. All are counted',
      },
      dialect: jobOptions.dialect,
      map: jobOptions.map,
      rule: { value: 'code=level', isRepeatable: true, help: 'error, warning, information or off for a rule' },
      'editor-settings': jobOptions['editor-settings'],
      events: {
        value: 'ndjson',
        help: 'one JSON event a line on standard output: findings, files, progress and a summary',
      },
      config: jobOptions.config,
    },
    notes: ['Results go to standard output, everything else to standard error.'],
    examples: [
      'sneakernet validate .',
      'sneakernet validate jobs/ --format sarif > sneakernet.sarif',
      "sneakernet validate dataset.csv --map 'F:\\=/srv/data' --max-findings 20",
    ],
    exitCodes: '0 no finding of severity error; 1 findings of severity error; 2 wrong usage; 130 cancelled.',
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
    summary: 'says what goes to which drive, and how full each becomes',
    description: `Says which file goes to which drive, how full the drives become, and what stands against it. Nothing is written.

Every source is looked at: its name, its size, whether it can be read. What the drives or blob storage cannot hold is named, all of it at once.`,
    usages: ['--dataset <file> --driveset <file> [options]'],
    options: {
      ...jobOptions,
      journal: { value: 'file', help: 'compares with what the complete sessions of this journal have put on drives' },
      format: { value: 'text|json', help: 'text without it; json is described by plan.schema.json' },
    },
    notes: [sizeNote],
    examples: [
      "sneakernet plan --dataset dataset.csv --driveset driveset.csv --map 'F:\\=/srv/data'",
      'sneakernet plan --dataset dataset.csv --driveset driveset.csv --drive G=/dev/sdb --drive H=/dev/sdc --spread fill',
      'sneakernet plan --dataset dataset.csv --driveset driveset.csv --capacity 8T --format json',
    ],
    exitCodes: '0 it fits; 1 findings of severity error, or it does not fit; 2 wrong usage; 130 cancelled.',
  },
  prep: {
    summary: 'prepares the drives: encrypts them, copies the data, writes manifest, JRM and journal',
    description: `Prepares drives: encrypts them with BitLocker, copies the data, and writes the manifest on each, and the JRM, the journal and a log beside it.

All is planned first, and what stands against it is named before a drive is touched. A session that was stopped, by Ctrl+C, a full disk or a crash, goes on with --resume. A drive is opened for good when it has been read back: until then no system takes it for a finished one.`,
    usages: [
      '--dataset <file> --driveset <file> --journal <file> --session <id> [options]',
      '--journal <file> --session <id> --resume [--leave-out-changed]',
      '--journal <file> --session <id> --abort',
      '--journal <file> --session <id> --additional-driveset <file>',
    ],
    options: {
      ...jobOptions,
      journal: { value: 'file', help: 'the journal (.jrn), which a session goes on from; it holds keys' },
      jrm: { value: 'file', help: 'the JRM; beside the journal without it. In XML where it ends in .xml' },
      logdir: { value: 'folder', help: 'where the log goes; "logs" beside the journal without it' },
      'job-id': { value: 'id', help: "the JRM's JobId; its file's name without it" },
      customer: { value: 'name', help: "the JRM's CustomerName" },
      yes: {
        help: "asks nothing about any disk, nor about images that Sneakernet made: they are erased as the driveset says. With --resume only --erase agrees to another medium than the session's own",
      },
      erase: {
        value: 'target',
        isRepeatable: true,
        help: 'asks nothing about this disk or image, named by its full path, whatever it holds',
      },
      'no-verify': { help: 'does not read the drives back' },
      cipher: {
        value: 'aes-xts-128|aes-xts-256|aes-cbc-128|aes-cbc-256',
        help: 'aes-xts-128 without it; CBC is for hosts before Windows 10',
      },
      'wipe-free-space': { help: 'overwrites what the drives do not use; without it what was there stays there' },
      resume: {
        help: 'goes on with a session that was stopped. --drive says where a drive is by now; one that is lost is replaced by another that is blank or agreed to, and written from its beginning',
      },
      'leave-out-changed': { help: 'finishes the drives without the files that cannot be copied any more' },
      abort: { help: "gives a session up that is not the journal's first, and removes its images" },
      'additional-driveset': {
        value: 'file',
        isRepeatable: true,
        help: 'further drives for a session whose data did not fit',
      },
      'storage-key-file': {
        value: 'file',
        help: "the storage account key that the manifest names; also from the environment: SNEAKERNET_STORAGE_KEY. The job's own account without it. --resume wants it again: no journal holds it",
      },
      'container-sas-file': {
        value: 'file',
        help: 'a SAS of the container instead of the key; also from the environment: SNEAKERNET_CONTAINER_SAS',
      },
      events,
      'events-file': {
        value: 'file',
        help: "the same into a file, which the journal's lock names: others can follow the run. No two runs share one at a time",
      },
    },
    notes: [
      sizeNote,
      'Ctrl+C and SIGTERM stop a preparation. So does, on every system, a file <journal>.stop that holds the "token" of <journal>.lock. Secrets of an --options-file: storage-key, container-sas.',
    ],
    examples: [
      `sneakernet prep --dataset dataset.csv --driveset driveset.csv --journal job.jrn --session "session#1" --map 'F:\\=/srv/data'`,
      'sneakernet prep --dataset dataset.csv --driveset driveset.csv --journal job.jrn --session "session#1" --drive G=/dev/sdb',
      'sneakernet prep --journal job.jrn --session "session#1" --resume',
    ],
    exitCodes:
      '0 done; 1 findings of severity error, or a failed preparation; 2 wrong usage; 130 cancelled, to be resumed.',
    secrets: ['storage-key', 'container-sas'],
  },
  sessions: {
    summary: 'tells how far the sessions of a journal are, and what may be asked of them',
    description:
      'Tells which sessions a journal has, how far each is, where its drives are, and whether a process works on it. Nothing is written, and no secret is told.',
    usages: ['--journal <file> [--json]'],
    options: {
      journal: { value: 'file', help: 'the journal (.jrn)' },
      json: { help: 'one JSON object on standard output (sessions.schema.json), with what may be asked of a session' },
    },
    examples: ['sneakernet sessions --journal job.jrn'],
    exitCodes: '0 done; 1 the journal is damaged, or is none; 2 wrong usage, or a file that cannot be read.',
  },
  verify: {
    summary: 'reads prepared drives back and compares every hash',
    description:
      "Reads prepared drives back: unlocks each with the key in the JRM, and compares every hash of the JRM and of the drive's manifest, and every byte of the file system and of BitLocker's metadata. Nothing is written.",
    usages: ['--jrm <file> [--drive <L=TARGET>]… [options]'],
    options: {
      jrm: { value: 'file', help: 'the JRM that the preparation wrote, in JSON or XML' },
      drive: {
        value: 'L=TARGET',
        isRepeatable: true,
        help: 'where the drive with this letter lies: an image, a disk or a bare volume; ./drives/L.vhd for every drive of the JRM without this option. Several are read side by side',
      },
      quick: { help: 'everything but the contents of the files: layers, metadata, manifest, names and sizes' },
      events,
      'events-file': { value: 'file', help: 'the same into a file' },
    },
    notes: [
      'For each drive a line on standard output says "ok" or "FAILED"; below it stands what is wrong, up to a hundred things.',
    ],
    examples: [
      'sneakernet verify --jrm job.jrm',
      'sneakernet verify --jrm job.jrm --drive G=/dev/sdb --drive H=/dev/sdc',
      'sneakernet verify --jrm job.jrm --drive G=drives/G.vhd --quick',
    ],
    exitCodes:
      '0 all is as it was written; 1 it is not; 2 wrong usage, or a file or target that cannot be read; 130 cancelled.',
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
    description: `Lists what is on a prepared drive, or on any NTFS volume, encrypted with BitLocker or not, without mounting it.

The path is one on the drive, with slashes or backslashes; all of the root without it. Times are UTC. ${targetNote}

${keyNote}`,
    usages: ['<target> [path] [options]'],
    takesOperands: true,
    options: {
      ...driveKeyOptions,
      recursive: { short: 'R', help: 'also what is in directories, with whole paths' },
      json: { help: 'one JSON array on standard output' },
    },
    notes: [
      "JSON: of each {path, type (file, directory), size, modified, created, accessed}. Paths are those of Windows behind the drive's letter, sizes are bytes, times are RFC 3339; a time that no date can hold is null.",
    ],
    examples: [
      'sneakernet ls drives/G.vhd --jrm job.jrm',
      'sneakernet ls /dev/sdb "session#1/container" -R --key-file key.txt --json',
    ],
    exitCodes:
      '0 done; 1 there is no such path, the key does not unlock it, or it is damaged; 2 wrong usage, or a file or target that cannot be read; 130 cancelled.',
  },
  extract: {
    summary: 'copies files from a prepared drive',
    description: `Copies files from a prepared drive, or from any NTFS volume, encrypted with BitLocker or not, without mounting it.

A directory is copied with all that is in it; "/" is all of the drive but "System Volume Information". Times of the last change are kept, zeros become holes. What is there already stays, and nothing is written outside of the folder, whatever names the drive has.

${keyNote}`,
    usages: ['<target> <path on the drive>… --to <folder> [options]'],
    takesOperands: true,
    options: {
      to: { value: 'folder', help: 'where to write; it is made where it is not there' },
      ...driveKeyOptions,
      force: { help: 'replaces files that are there' },
    },
    examples: [
      'sneakernet extract drives/G.vhd / --to restored --jrm job.jrm',
      'sneakernet extract /dev/sdb "session#1/container/report.pdf" DriveManifest.xml --to . --key-file key.txt',
    ],
    exitCodes:
      '0 done; 1 something could not be copied, and is named; 2 wrong usage, or a file or target that cannot be read; 130 cancelled.',
  },
  browse: {
    summary: "answers an editor's requests about what is on a prepared drive",
    description: `Looks into a prepared drive for another program: requests come on standard input, answers go to standard output, each one JSON object on a line. It goes on until standard input ends.

A request is {"id": 1, "method": …, "params": {…}}; its answer has the same id, and "result" or "error" {kind, message}. Several may be under way at once. Kinds of errors: locked, wrong-key, not-found, cancelled, failed. Paths are those of Windows behind the drive's letter; the root is empty. Nothing is written to the drive.`,
    usages: [''],
    takesOperands: true,
    options: {},
    notes: [
      `Methods:
  open     {target, key, keyFile, jrm}: the drive, and one of the three that name its key. Answers {label, length, freeBytes}
  list     {path, start, count}: entries in the order of their names. Answers {entries [{name, type, size, modified, created}],
           hasMore}; times are milliseconds since 1970
  stat     {path}: answers one such entry
  read     {path, offset, length}: at most 524288 bytes. Answers {data}, in Base64
  extract  {paths, to, existing}: copies to a folder; existing is keep, replace or ask, which copies nothing where files are there.
           Answers {files, bytes, failures [{path, message}], failureCount, existing}; on the way lines with "progress"
  cancel   {request}: gives the request with that id up; has no answer`,
    ],
    examples: [
      `echo '{"id":1,"method":"open","params":{"target":"drives/G.vhd","jrm":"job.jrm"}}' | sneakernet browse`,
    ],
    exitCodes: '0 standard input has ended; 2 wrong usage.',
  },
  backup: {
    summary: 'encrypts the JRM, the journal and the drive infos into one file',
    description: `Encrypts files of a job into one: the JRM, the journal and the drive infos hold the keys of the drives, and without them the data on a drive is lost. The backup is a tar in the age format (age-encryption.org/v1): age itself decrypts it, too.

Without a recipient it is encrypted with a passphrase, which is asked for twice, or is the secret "passphrase" of --options-file. It is never an argument.`,
    usages: ['<file>… --to <backup.age> [options]'],
    takesOperands: true,
    options: {
      to: { value: 'file', help: 'the backup; it is not replaced where it is there' },
      recipient: { value: 'age1…', isRepeatable: true, help: 'who can read it: what age-keygen prints as public key' },
      force: { help: 'replaces a backup that is there' },
      json: { help: '{backup, files [{path, name, size, modified, sha256}]} on standard output' },
    },
    examples: [
      'sneakernet backup job.jrm job.jrn WD-1234.xml --to job.age',
      'sneakernet backup job.jrm job.jrn --to job.age --recipient age1…',
    ],
    exitCodes: '0 done; 1 a file cannot be read or written; 2 wrong usage; 130 cancelled.',
    secrets: ['passphrase'],
  },
  restore: {
    summary: 'takes the files out of such a backup again',
    description: `Takes files out of an encrypted backup, and checks the seal of a JRM among them. They are written with mode 0600: all of them, or none.

The passphrase is asked for, or is the secret "passphrase" of --options-file. It is never an argument.`,
    usages: ['<backup.age> --to <folder> [options]', '<backup.age> --list [options]'],
    takesOperands: true,
    options: {
      to: { value: 'folder', help: 'where to write; nothing is written where one of the files is there already' },
      list: { help: 'says what is in it, and writes nothing' },
      'identity-file': { value: 'file', help: 'opens a backup for a recipient: what age-keygen wrote' },
      force: { help: 'replaces files that are there' },
      keep: { help: 'leaves files that are there' },
      json: {
        help: '{files [{name, size, modified, path, seal}]} on standard output; seal of a JRM: sound, broken, absent, unreadable',
      },
    },
    examples: ['sneakernet restore job.age --list', 'sneakernet restore job.age --to restored --identity-file key.txt'],
    exitCodes: '0 done; 1 it cannot be opened, or a file is there already; 2 wrong usage; 130 cancelled.',
    secrets: ['passphrase'],
  },
  PrepImport: {
    summary: 'takes the command line of the original tool',
    description:
      'Takes the command line of the original tool (WAImportExport.exe PrepImport …), so that existing scripts go on working. Options of prep may stand among its own: on other systems than Windows, --map and --drive say where things are.',
    usages: [
      '/j:<journal> /id:<session> [/logdir:<folder>] [/sk:<key>] [/silentmode]\n                             /InitialDriveSet:<csv> /DataSet:<csv>',
      '/j:<journal> /id:<session> /AdditionalDriveSet:<csv> [/DataSet:<csv>]',
      '/j:<journal> /id:<session> /ResumeSession',
      '/j:<journal> /id:<session> /AbortSession',
    ],
    takesOperands: true,
    options: {},
    notes: [
      '/sk and /csas put a secret where other users of the machine can see it: SNEAKERNET_STORAGE_KEY in the environment, or --storage-key-file, do not.',
    ],
    examples: [
      `sneakernet PrepImport /j:job.jrn /id:session#1 /InitialDriveSet:driveset.csv /DataSet:dataset.csv --map 'F:\\=/srv/data'`,
    ],
    exitCodes: 'those of prep.',
  },
  info: {
    summary: 'tells what a drive, an image or a volume is, whether a key opens it, and what the service would refuse',
    description: `Tells what a drive is: its layers, BitLocker's cipher, protectors and state, and with the key, the file system.

${targetNote}

${keyNote}`,
    usages: ['<target> [options]'],
    takesOperands: true,
    options: {
      'key-file': driveKeyOptions['key-file'],
      digest: { help: "adds the SHA-256 of the whole decrypted volume; BitLocker's own regions count as zeros" },
      json: { help: 'one JSON object on standard output, also where the key does not unlock it' },
    },
    notes: [
      'JSON: target, kind (file, device), length, container (fixed VHD), partitionTable (GPT, MBR), partition {offset, length, guid}, volume {contents (bitlocker, file system, incomplete, empty, unreadable, unknown), length, sessionId}, bitlocker {cipher, state (off, converting, encrypted, paused, unknown), suspended, toGo, sectorLength, encryptedLength, volumeGuid, created, description, protectors [{kind, guid, name, modified}], metadataCopies [{offset, fault}], unlocked, unlockedBy}, fileSystem {name, label, serial, length, freeBytes}, decryptedSha256, remarks [text], problems [text]. Lengths and offsets are bytes; what is not known is null.',
    ],
    examples: ['sneakernet info drives/G.vhd', 'sneakernet info /dev/sdb --key-file key.txt --digest --json'],
    exitCodes:
      '0 done; 1 the key does not unlock it, or it is damaged, unfinished or no volume; 2 wrong usage, or a target or key file that cannot be read; 130 cancelled.',
  },
  lsp: {
    summary: 'runs the language server, for an editor',
    description: 'Runs the language server for an editor that starts it, over standard input and output.',
    usages: ['--stdio'],
    options: { stdio: { help: 'over standard input and output: the only way there is' } },
    examples: ["vim.lsp.start({ name = 'sneakernet', cmd = { 'sneakernet', 'lsp', '--stdio' } })    (Neovim)"],
  },
  completion: {
    summary: 'prints a script that makes a shell complete commands and options',
    description: 'Prints a script that makes a shell complete commands, options and values.',
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

/** The name of a command. */
export type CommandName = keyof typeof commandTable;
