/** Marks a sentence that is put into the user's language elsewhere, so that the bundle of translations has it. */
export const template = <Text extends string>(text: Text): Text => text;
