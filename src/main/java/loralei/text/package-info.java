/** What is said to people: messages by key, their English and German in bundles, and who speaks how. Needs only the JDK and Jackson. */
package loralei.text;
