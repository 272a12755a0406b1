/** The settings of a run as they stand in the LoRA that it made, be it this program's or another trainer's. */
package loralei.job.stored;
