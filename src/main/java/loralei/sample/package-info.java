/** Samplers: from noise and prompts to pictures. */
package loralei.sample;
