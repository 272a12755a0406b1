/** Where models are published: how Hugging Face and CivitAI tell of them, and which of their files are needed. */
package loralei.job.hub;
