/**
 * The custom resources as data, with their condition types, reasons and annotation keys. No
 * behavior beyond defaults and validation.
 */
package dev.halligan.api.v1alpha1;
