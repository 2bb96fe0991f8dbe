/** Organizations and their environments: who owns everything else. */
@NullMarked
package io.hookstream.messages.organization;

import org.jspecify.annotations.NullMarked;
