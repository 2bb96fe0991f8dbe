/** Deadlines that outlive the process, in the document store. */
@NullMarked
package io.hookstream.sagas.deadline;

import org.jspecify.annotations.NullMarked;
