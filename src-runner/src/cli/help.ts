import { recoveryKeyHelp } from './recoveryKeyInput';

export const generalHelp = `Prepares encrypted drives for the Azure Import/Export service, and checks the files of its jobs.

Usage: sneakernet <command> [options]

Commands:
  validate   checks datasets, drivesets, jobs and the files that come with them, as the editor does
  plan       says what goes to which drive, and how full each becomes
  prep       prepares the drives: encrypts them, copies the data, writes manifest, JRM and journal
  sessions   tells how far the sessions of a journal are, and what may be asked of them
  verify     reads prepared drives back and compares every hash
  ls         lists what is on a prepared drive, without mounting it
  extract    copies files from a prepared drive
  browse     answers an editor's requests about what is on a prepared drive
  backup     encrypts the JRM, the journal and the drive infos into one file
  restore    takes them out again
  info       tells what a drive, an image or a volume is, and whether a key opens it
  lsp        runs the language server, for an editor
  PrepImport takes the command line of the original tool
  completion prints a script that makes a shell complete commands and options
  help       shows this, or the help of a command

Options:
  --help, -h      shows this, or the help of a command
  --version, -v   shows the version

Every command takes its options from a file, too, or from standard input (-), where no list of processes shows them:
  --options-file <file>  JSON: { "options": { "dataset": ["dataset.csv"], "yes": true }, "operands": [], "secrets": {} }
Options have their long names. A file with secrets may be readable by its owner alone.

Examples:
  sneakernet validate .
  sneakernet validate dataset.csv driveset.csv --format github
  sneakernet prep --dataset dataset.csv --driveset driveset.csv --journal job.jrn --session "session#1"
  sneakernet help prep

Exit codes: 0 done; 1 findings of severity error, or a failed preparation or verification; 2 wrong usage;
130 cancelled.`;

export const validateHelp = `Checks the CSVs of jobs, of any size, with the rules that the editor applies; and JRMs, journals, manifests and copy logs.

Usage: sneakernet validate <file or folder>… [options]

A folder is searched with all folders in it, except hidden ones and node_modules: for files (.csv, .txt) that are
datasets or drivesets by their first records, for job.json and sneakernet.json, and for JRMs, journals, manifests,
drive infos, side files and the service's logs (.jrm, .jrn, .xml, .log). The files of one folder are one job, with
those in folders below it that its job.json names. A file that is named is checked whatever it is called. A
sneakernet.json beside the job sets the severities of rules and says which findings are accepted. Options have the
last word, then job.json, then sneakernet.json.

Options:
  --format <text|json|sarif|github>
                         text is the default; sarif is version 2.1.0; github makes annotations of a workflow run
  --max-findings <n>     how many findings of a file are listed, or "all"; 1000 by default. All are counted.
  --dialect <blob|files> otherwise the header of a dataset tells
  --map <from>=<to>      where paths of a dataset lie on this machine, such as 'F:\\=/srv/data'; repeatable
  --rule <code>=<level>  error, warning, information or off for a rule; repeatable
  --editor-settings <json>
                         "sneakernet" settings of an editor, which sneakernet.json and job.json overrule
  --events ndjson        one JSON event a line on standard output: findings, files, progress and a summary
  --config <file>        this file instead of the sneakernet.json beside the CSVs

Results go to standard output, everything else to standard error.

Examples:
  sneakernet validate .
  sneakernet validate jobs/ --format sarif > sneakernet.sarif
  sneakernet validate dataset.csv --map 'F:\\=/srv/data' --max-findings 20`;

export const planHelp = `Says which file goes to which drive, how full the drives become, and what stands against it. Nothing is written.

Usage: sneakernet plan --dataset <file> --driveset <file> [options]

Every source is looked at: its name, its size, whether it can be read. What the drives or blob storage cannot
hold is named, all of it at once.

Options:
  --dataset <file>       a dataset CSV; repeatable
  --driveset <file>      a driveset CSV; repeatable
  --drive <L=TARGET>     where a drive of the driveset is written: an image (./drives/L.vhd without this option), or
                         a disk such as /dev/sdb. ",size=2T" behind it is the size of an image, otherwise it becomes
                         as large as its contents; ",id=SERIAL" is the drive's id. Repeatable
  --map <from>=<to>      where paths of the dataset lie on this machine, such as 'F:\\=/srv/data'; repeatable
  --spread <balance|fill>
                         balance gives each drive as much as the others; fill takes as few drives as possible.
                         Directories stay together where they fit. Without it balance where an image has no size,
                         fill otherwise
  --capacity <n>         the size of images that have none: 500G, 1.8T, 64GiB; also that of drives that are lacking
  --session <id>         the session, and the directory on the drives; session#1 without it
  --journal <file>       compares with what the complete sessions of this journal have put on drives
  --follow-symlinks      copies what symbolic links lead to, instead of leaving them out
  --dialect <blob|files> otherwise the header of a dataset tells
  --editor-settings <json>
                         "sneakernet" settings of an editor, which sneakernet.json and job.json overrule
  --config <file>        this file instead of the sneakernet.json beside the CSVs
  --format <text|json>   text is the default; json is described by plan.schema.json

Sizes are thousands (K, M, G, T), as on drives, or powers of 1024 (KiB, MiB, GiB, TiB).
Exit codes: 0 it fits; 1 findings of severity error, or it does not fit; 2 wrong usage; 130 cancelled.

Examples:
  sneakernet plan --dataset dataset.csv --driveset driveset.csv --map 'F:\\=/srv/data'
  sneakernet plan --dataset dataset.csv --driveset driveset.csv --drive G=/dev/sdb --drive H=/dev/sdc --spread fill
  sneakernet plan --dataset dataset.csv --driveset driveset.csv --capacity 8T --format json`;

export const prepHelp = `Prepares drives: encrypts them with BitLocker, copies the data, and writes the manifest on each, and the
JRM, the journal and a log beside it.

Usage: sneakernet prep --dataset <file> --driveset <file> --journal <file> --session <id> [options]
       sneakernet prep --journal <file> --session <id> --resume [--leave-out-changed]
       sneakernet prep --journal <file> --session <id> --abort
       sneakernet prep --journal <file> --session <id> --additional-driveset <file>

All is planned first, and what stands against it is named before a drive is touched. A session that was stopped, by
Ctrl+C, a full disk or a crash, goes on with --resume. A drive is opened for good when it has been read back: until
then no system takes it for a finished one.

Options:
  --dataset <file>       a dataset CSV; repeatable
  --driveset <file>      a driveset CSV; repeatable
  --journal <file>       the journal (.jrn), which a session goes on from; it holds keys
  --session <id>         3 to 30 letters, digits, "_", "-" or "#"; a directory on the drives has its name
  --drive <L=TARGET>     where a drive of the driveset is written: an image (./drives/L.vhd without this option), or
                         a disk such as /dev/sdb. ",size=2T" behind it is the size of an image, otherwise it becomes
                         as large as its contents; ",id=SERIAL" is the drive's id. Repeatable
  --map <from>=<to>      where paths of the dataset lie on this machine, such as 'F:\\=/srv/data'; repeatable
  --spread <balance|fill>
                         balance gives each drive as much as the others; fill takes as few drives as possible
  --capacity <n>         the size of images that have none: 500G, 1.8T, 64GiB
  --jrm <file>           the JRM; beside the journal without it. In XML where it ends in .xml
  --logdir <folder>      where the log goes; "logs" beside the journal without it
  --job-id <id>          the JRM's JobId; its file's name without it
  --customer <name>      the JRM's CustomerName
  --yes                  asks nothing: disks are erased as the driveset says
  --erase <target>       asks nothing about this disk or image, named by its full path; repeatable
  --no-verify            does not read the drives back
  --cipher <aes-xts-128|aes-xts-256|aes-cbc-128|aes-cbc-256>
                         aes-xts-128 without it; CBC is for hosts before Windows 10
  --wipe-free-space      overwrites what the drives do not use
  --resume               goes on with a session that was stopped. --drive says where a drive is by now; one that is lost is
                         replaced by another that is blank or agreed to, and written from its beginning
  --leave-out-changed    finishes the drives without the files that cannot be copied any more
  --abort                gives a session up that is not the journal's first, and removes its images
  --additional-driveset <file>
                         further drives for a session whose data did not fit; repeatable
  --storage-key-file <file>, --container-sas-file <file>
                         what the manifest says of the storage account; also from the environment:
                         SNEAKERNET_STORAGE_KEY, SNEAKERNET_CONTAINER_SAS. The job's own account without them.
                         --resume wants it again: no journal holds it. Secrets of an --options-file: storage-key,
                         container-sas
  --follow-symlinks      copies what symbolic links lead to, instead of leaving them out
  --dialect <blob|files> otherwise the header of a dataset tells
  --editor-settings <json>
                         "sneakernet" settings of an editor, which sneakernet.json and job.json overrule
  --config <file>        this file instead of the sneakernet.json beside the CSVs
  --events <ndjson>      one JSON event a line on standard output (prep-events.schema.json)
  --events-file <file>   the same into a file, which the journal's lock names: others can follow the run

Ctrl+C and SIGTERM stop a preparation. So does, on every system, a file <journal>.stop that holds the "token" of
<journal>.lock.

Exit codes: 0 done; 1 findings of severity error, or a failed preparation; 2 wrong usage; 130 cancelled, to be resumed.

Examples:
  sneakernet prep --dataset dataset.csv --driveset driveset.csv --journal job.jrn --session "session#1" --map 'F:\\=/srv/data'
  sneakernet prep --dataset dataset.csv --driveset driveset.csv --journal job.jrn --session "session#1" --drive G=/dev/sdb
  sneakernet prep --journal job.jrn --session "session#1" --resume`;

export const sessionsHelp = `Tells which sessions a journal has, how far each is, where its drives are, and whether a process works on it.
Nothing is written, and no secret is told.

Usage: sneakernet sessions --journal <file> [--json]

Options:
  --journal <file>       the journal (.jrn)
  --json                 one JSON object on standard output (sessions.schema.json), with what may be asked of a session

Example:
  sneakernet sessions --journal job.jrn

Exit codes: 0 done; 1 the journal is damaged, or is none; 2 wrong usage, or a file that cannot be read.`;

export const prepImportHelp = `Takes the command line of the original tool (WAImportExport.exe PrepImport …), so that existing scripts go on
working. Options of prep may stand among its own: on other systems than Windows, --map and --drive say where things are.

Usage: sneakernet PrepImport /j:<journal> /id:<session> [/logdir:<folder>] [/sk:<key>] [/silentmode]
                             /InitialDriveSet:<csv> /DataSet:<csv>
       sneakernet PrepImport /j:<journal> /id:<session> /AdditionalDriveSet:<csv> [/DataSet:<csv>]
       sneakernet PrepImport /j:<journal> /id:<session> /ResumeSession
       sneakernet PrepImport /j:<journal> /id:<session> /AbortSession

/sk and /csas put a secret where other users of the machine can see it: SNEAKERNET_STORAGE_KEY in the environment,
or --storage-key-file, do not.

Example:
  sneakernet PrepImport /j:job.jrn /id:session#1 /InitialDriveSet:driveset.csv /DataSet:dataset.csv --map 'F:\\=/srv/data'`;

export const verifyHelp = `Reads prepared drives back: unlocks each with the key in the JRM, and compares every hash of the JRM and of the drive's
manifest, and every byte of the file system and of BitLocker's metadata. Nothing is written.

Usage: sneakernet verify --jrm <file> [--drive <L=TARGET>]… [options]

Options:
  --jrm <file>           the JRM that the preparation wrote, in JSON or XML
  --drive <L=TARGET>     where the drive with this letter lies: an image, a disk or a bare volume; ./drives/L.vhd for
                         every drive of the JRM without this option. Repeatable: they are read side by side
  --quick                everything but the contents of the files: layers, metadata, manifest, names and sizes
  --events <ndjson>      one JSON event a line on standard output (prep-events.schema.json)
  --events-file <file>   the same into a file

For each drive a line on standard output says "ok" or "FAILED"; below it stands what is wrong, up to a hundred things.
Exit codes: 0 all is as it was written; 1 it is not; 2 wrong usage, or a file or target that cannot be read; 130 cancelled.

Examples:
  sneakernet verify --jrm job.jrm
  sneakernet verify --jrm job.jrm --drive G=/dev/sdb --drive H=/dev/sdc
  sneakernet verify --jrm job.jrm --drive G=drives/G.vhd --quick`;

export const lsHelp = `Lists what is on a prepared drive, or on any NTFS volume, encrypted with BitLocker or not, without mounting it.

Usage: sneakernet ls <target> [path] [options]

The target is an image file, a disk, or a bare volume; on Windows also a drive letter such as G:. The path is one on the
drive, with slashes or backslashes; all of the root without it. Times are UTC. Nothing is written.
${recoveryKeyHelp}

Options:
  --key-file <file>      a text file that holds the recovery key, alone or as Windows saves it
  --jrm <file>           the JRM of the drive's job, which holds its key
  --recursive            also what is in directories, with whole paths; -R for short
  --json                 one JSON array on standard output

JSON: of each {path, type (file, directory), size, modified, created, accessed}. Paths are those of Windows behind the
drive's letter, sizes are bytes, times are RFC 3339; a time that no date can hold is null.

Examples:
  sneakernet ls drives/G.vhd --jrm job.jrm
  sneakernet ls /dev/sdb "session#1/container" -R --key-file key.txt --json

Exit codes: 0 done; 1 there is no such path, the key does not unlock it, or it is damaged; 2 wrong usage, or a file or
target that cannot be read; 130 cancelled.`;

export const extractHelp = `Copies files from a prepared drive, or from any NTFS volume, encrypted with BitLocker or not, without mounting it.

Usage: sneakernet extract <target> <path on the drive>… --to <folder> [options]

A directory is copied with all that is in it; "/" is all of the drive but "System Volume Information". Times of the last change are kept, zeros become
holes. What is there already stays, and nothing is written outside of the folder, whatever names the drive has.
${recoveryKeyHelp}

Options:
  --to <folder>          where to write; it is made where it is not there
  --key-file <file>      a text file that holds the recovery key, alone or as Windows saves it
  --jrm <file>           the JRM of the drive's job, which holds its key
  --force                replaces files that are there

Examples:
  sneakernet extract drives/G.vhd / --to restored --jrm job.jrm
  sneakernet extract /dev/sdb "session#1/container/report.pdf" DriveManifest.xml --to . --key-file key.txt

Exit codes: 0 done; 1 something could not be copied, and is named; 2 wrong usage, or a file or target that cannot be
read; 130 cancelled.`;

export const browseHelp = `Looks into a prepared drive for another program: requests come on standard input, answers go to standard output, each
one JSON object on a line. It goes on until standard input ends.

Usage: sneakernet browse

A request is {"id": 1, "method": …, "params": {…}}; its answer has the same id, and "result" or "error" {kind, message}. Several may
be under way at once. Kinds of errors: locked, wrong-key, not-found, cancelled, failed. Paths are those of Windows behind the drive's
letter; the root is empty. Nothing is written to the drive.

Methods:
  open     {target, key, keyFile, jrm}: the drive, and one of the three that name its key. Answers {label, length, freeBytes}
  list     {path, start, count}: entries in the order of their names. Answers {entries [{name, type, size, modified, created}],
           hasMore}; times are milliseconds since 1970
  stat     {path}: answers one such entry
  read     {path, offset, length}: at most 524288 bytes. Answers {data}, in Base64
  extract  {paths, to, existing}: copies to a folder; existing is keep, replace or ask, which copies nothing where files are there.
           Answers {files, bytes, failures [{path, message}], failureCount, existing}; on the way lines with "progress"
  cancel   {request}: gives the request with that id up; has no answer

Example:
  echo '{"id":1,"method":"open","params":{"target":"drives/G.vhd","jrm":"job.jrm"}}' | sneakernet browse

Exit codes: 0 standard input has ended; 2 wrong usage.`;

export const backupHelp = `Encrypts files of a job into one: the JRM, the journal and the drive infos hold the keys of the drives, and without them
the data on a drive is lost. The backup is a tar in the age format (age-encryption.org/v1): age itself decrypts it, too.

Usage: sneakernet backup <file>… --to <backup.age> [options]

Without a recipient it is encrypted with a passphrase, which is asked for twice, or is the secret "passphrase" of
--options-file. It is never an argument.

Options:
  --to <file>            the backup; it is not replaced where it is there
  --recipient <age1…>    who can read it: what age-keygen prints as public key. Repeatable
  --force                replaces a backup that is there
  --options-file <file>  options and the secret "passphrase"; "-" is standard input
  --json                 {backup, files [{path, name, size, modified, sha256}]} on standard output

Examples:
  sneakernet backup job.jrm job.jrn WD-1234.xml --to job.age
  sneakernet backup job.jrm job.jrn --to job.age --recipient age1…

Exit codes: 0 done; 1 a file cannot be read or written; 2 wrong usage; 130 cancelled.`;

export const restoreHelp = `Takes files out of an encrypted backup, and checks the seal of a JRM among them. They are written with mode 0600: all of them,
or none.

Usage: sneakernet restore <backup.age> --to <folder> [options]
       sneakernet restore <backup.age> --list [options]

The passphrase is asked for, or is the secret "passphrase" of --options-file. It is never an argument.

Options:
  --to <folder>          where to write; nothing is written where one of the files is there already
  --list                 says what is in it, and writes nothing
  --identity-file <file> opens a backup for a recipient: what age-keygen wrote
  --force                replaces files that are there
  --keep                 leaves files that are there
  --options-file <file>  options and the secret "passphrase"; "-" is standard input
  --json                 {files [{name, size, modified, path, seal}]} on standard output; seal of a JRM: sound, broken, absent,
                         unreadable

Examples:
  sneakernet restore job.age --list
  sneakernet restore job.age --to restored --identity-file key.txt

Exit codes: 0 done; 1 it cannot be opened, or a file is there already; 2 wrong usage; 130 cancelled.`;

export const infoHelp = `Tells what a drive is: its layers, BitLocker's cipher, protectors and state, and with the key, the file system.

Usage: sneakernet info <target> [options]

The target is an image file, a disk, or a bare volume; on Windows also a drive letter such as G:. Nothing is written.
${recoveryKeyHelp}

Options:
  --key-file <file>      a text file that holds the recovery key, alone or as Windows saves it
  --digest               adds the SHA-256 of the whole decrypted volume; BitLocker's own regions count as zeros
  --json                 one JSON object on standard output, also where the key does not unlock it

JSON: target, kind (file, device), length, container (fixed VHD), partitionTable (GPT, MBR), partition {offset, length,
guid}, volume {contents (bitlocker, file system, incomplete, empty, unreadable, unknown), length, sessionId},
bitlocker {cipher, state (off, converting, encrypted, paused, unknown), suspended, toGo, sectorLength,
encryptedLength, volumeGuid, created, description, protectors [{kind, guid, name, modified}], metadataCopies
[{offset, fault}], unlocked, unlockedBy}, fileSystem {name, label, serial, length, freeBytes}, decryptedSha256,
remarks [text], problems [text]. Lengths and offsets are bytes; what is not known is null.

Examples:
  sneakernet info drives/G.vhd
  sneakernet info /dev/sdb --key-file key.txt --digest --json

Exit codes: 0 done; 1 the key does not unlock it, or it is damaged, unfinished or no volume; 2 wrong usage, or a target
or key file that cannot be read; 130 cancelled.`;

export const lspHelp = `Runs the language server for an editor that starts it, over standard input and output.

Usage: sneakernet lsp --stdio

Example (Neovim):
  vim.lsp.start({ name = 'sneakernet', cmd = { 'sneakernet', 'lsp', '--stdio' } })`;

export const completionHelp = `Prints a script that makes a shell complete commands, options and values.

Usage: sneakernet completion <bash|zsh|fish|powershell>

Examples:
  source <(sneakernet completion bash)                            # in ~/.bashrc
  sneakernet completion zsh > "\${fpath[1]}/_sneakernet"
  sneakernet completion fish > ~/.config/fish/completions/sneakernet.fish
  sneakernet completion powershell | Out-String | Invoke-Expression   # in $PROFILE`;
