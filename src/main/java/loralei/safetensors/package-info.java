/**
 * The safetensors file format: reading with 64-bit offsets and full validation, and writing without ever leaving a half
 * file. Format: https://github.com/huggingface/safetensors. Uses the JDK and Jackson only.
 */
package loralei.safetensors;
