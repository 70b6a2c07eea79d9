setTimeout(stop, 90);
