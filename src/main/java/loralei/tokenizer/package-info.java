/** Prompts as CLIP reads them: {@code vocab.json} and {@code merges.txt} of a base model, and the ids of a prompt. */
package loralei.tokenizer;
