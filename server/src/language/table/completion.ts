import type { CompletionItem, CompletionList, Position } from 'vscode-languageserver-types';
import type { Column } from '#core/csv/column';
import { fieldItem } from './completionItems';
import type { Proposal } from './completionItems';
import { completionTarget } from './completionTarget';
import type { CompletionTarget } from './completionTarget';
import { destinationProposals } from './destinationCompletion';
import { headerCompletion } from './headerCompletion';
import type { TableContext } from './tableFile';
import { pathProposals } from './pathCompletion';
import { driveLetterProposals, valueProposals } from './valueCompletion';

/** Completes the field at the cursor. Asynchronous only because of paths. */
export async function complete(context: TableContext, position: Position): Promise<CompletionList> {
  const target = completionTarget(context.model.table, position);
  if (!target) return { isIncomplete: false, items: [] };
  if (target.inHeader) return { isIncomplete: false, items: headerCompletion(context, target) };
  if (!target.column) return { isIncomplete: false, items: [] };
  return completeField(context, target, target.column);
}

async function completeField(context: TableContext, target: CompletionTarget, column: Column): Promise<CompletionList> {
  switch (column.key) {
    case 'key':
      // A key cannot be guessed, and no part of one may be repeated.
      return { isIncomplete: false, items: [] };
    case 'driveLetter':
      return listOf(context, target, driveLetterProposals(context, target));
    case 'destination':
      return listOf(context, target, destinationProposals(context, target));
    case 'basePath': {
      const { proposals, isIncomplete } = await pathProposals(context, target, false);
      return listOf(context, target, proposals, isIncomplete);
    }
    case 'metadataFile':
    case 'propertiesFile': {
      const { proposals, isIncomplete } = await pathProposals(context, target, true);
      return listOf(context, target, [...valueProposals(context, target, column), ...proposals], isIncomplete);
    }
    default:
      return listOf(context, target, valueProposals(context, target, column));
  }
}

function listOf(
  { client }: TableContext,
  target: CompletionTarget,
  proposals: readonly Proposal[],
  isIncomplete = false,
): CompletionList {
  const items: CompletionItem[] = proposals.map((proposal, i) => fieldItem(target, proposal, i, client.snippets));
  return { isIncomplete, items };
}
