/** Control planes that run as pods of a management cluster. */
package dev.halligan.driver.hosted;
