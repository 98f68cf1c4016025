/// What the programs tell people of wrong settings, full disks and volumes that refuse them; and that they tell no secret.
package gitdav.e2e.message;
