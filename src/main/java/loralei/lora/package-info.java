/**
 * LoRA adapters as files: module names in all common namings, weights, metadata, reading with diagnosis and writing with
 * read-back. What differs between model families is a row of {@link loralei.model.ModelFamily}.
 */
package loralei.lora;
