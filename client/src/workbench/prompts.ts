import * as vscode from 'vscode';

/** How a step of a multi-step dialog ends: with a value, back to the previous step, or cancelled. */
export type Answer<Value> = { readonly value: Value } | 'back' | 'cancelled';

/** The position of a step in its dialog. */
export interface Step {
  readonly title: string;
  /** Starts at 1. */
  readonly number: number;
  readonly total: number;
}

/** Asks for one item of a list. `onButton` is called for buttons of items and returns the items to show next. */
export function askItem<Item extends vscode.QuickPickItem>(
  step: Step,
  placeholder: string,
  items: readonly Item[],
  onButton?: (item: Item) => readonly Item[],
): Promise<Answer<Item>> {
  return asked(step, vscode.window.createQuickPick<Item>(), (input, answer) => {
    input.placeholder = placeholder;
    input.items = items;
    input.onDidTriggerItemButton(({ item }) => {
      if (onButton !== undefined) input.items = onButton(item);
    });
    input.onDidAccept(() => {
      const item = input.selectedItems[0];
      if (item !== undefined) answer({ value: item });
    });
  });
}

/** Asks which items of a list apply; choosing none is allowed. */
export function askItems<Item extends vscode.QuickPickItem>(
  step: Step,
  placeholder: string,
  items: readonly Item[],
  selected: readonly Item[],
): Promise<Answer<readonly Item[]>> {
  return asked(step, vscode.window.createQuickPick<Item>(), (input, answer) => {
    input.canSelectMany = true;
    input.placeholder = placeholder;
    input.items = items;
    input.selectedItems = selected;
    input.onDidAccept(() => {
      answer({ value: input.selectedItems });
    });
  });
}

/**
 * Asks for a line of text. `problem` returns what is wrong with it, or undefined if it is acceptable. A secret is
 * hidden while it is typed.
 */
export function askText(
  step: Step,
  prompt: string,
  example: string,
  value: string,
  problem: (text: string) => string | undefined | Promise<string | undefined>,
  isSecret = false,
): Promise<Answer<string>> {
  return asked(step, vscode.window.createInputBox(), (input, answer) => {
    input.prompt = prompt;
    input.password = isSecret;
    input.placeholder = example;
    input.value = value;
    input.onDidChangeValue(() => {
      input.validationMessage = undefined;
    });
    const accept = async (): Promise<void> => {
      const text = input.value.trim();
      const message = await problem(text);
      if (input.value.trim() !== text) return;
      if (message === undefined) answer({ value: text });
      else input.validationMessage = message;
    };
    input.onDidAccept(() => void accept());
  });
}

type QuickInput = vscode.InputBox | vscode.QuickPick<vscode.QuickPickItem>;

/** Shows an input with its step and a *Back* button until it is answered or dismissed. */
function asked<Input extends Pick<QuickInput, keyof vscode.QuickInput | 'buttons' | 'onDidTriggerButton'>, Value>(
  step: Step,
  input: Input,
  prepare: (input: Input, answer: (answer: Answer<Value>) => void) => void,
): Promise<Answer<Value>> {
  return new Promise((resolve) => {
    const answer = (value: Answer<Value>): void => {
      resolve(value);
      input.dispose();
    };
    input.title = step.title;
    input.step = step.number;
    input.totalSteps = step.total;
    // File dialogs take the focus, and must not close the input.
    input.ignoreFocusOut = true;
    if (step.number > 1) input.buttons = [vscode.QuickInputButtons.Back];
    input.onDidTriggerButton((button) => {
      if (button === vscode.QuickInputButtons.Back) answer('back');
    });
    input.onDidHide(() => {
      answer('cancelled');
    });
    prepare(input, answer);
    input.show();
  });
}
