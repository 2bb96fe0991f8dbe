/** What the modules say to each other: commands, domain events, queries and their results, ids and value types. */
@NullMarked
package io.hookstream.messages;

import org.jspecify.annotations.NullMarked;
