#!/bin/sh

for name in alpha beta
  echo "$name"
done
