/** Files from the network: received in parts that survive an interruption, checked, and only then in their place. */
package loralei.job.fetch;
