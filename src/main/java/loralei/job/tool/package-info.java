/** Use cases that make LoRA files of LoRA files: other names, sums, other ranks, differences, other metadata. */
package loralei.job.tool;
