/**
 * The rule language: conditions in HAProxy's ACL grammar, compiled once at load.
 *
 * <p>{@link org.requestrouter.rule.AclSet} is the way in. A condition is made of suites of terms; a
 * term of expressions; an expression of a fetch, which shows the parts of a {@link
 * org.requestrouter.rule.RequestHead} one by one to a test. Converters are tests in front of a
 * test.
 */
package org.requestrouter.rule;
